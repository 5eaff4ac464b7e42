// Developer billing: a key that bills the developer's own balance, with the OpenAI client as it is.
import OpenAI from 'openai'

const { FAREBOX_URL, FAREBOX_DEVELOPER_KEY } = process.env

const client = new OpenAI({
  baseURL: `${FAREBOX_URL}/v1`,
  apiKey: FAREBOX_DEVELOPER_KEY,
})
const completion = await client.chat.completions.create({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Hello!' }],
})
console.log(JSON.stringify(completion))
