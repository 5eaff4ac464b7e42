// A free feature whose developer pays: every visitor may use it up to the budget of the key for each, and nobody drains it for the others.
import { readFileSync } from 'node:fs'
import { createFarebox, fareboxErrorOf } from '@farebox/sdk/ai-sdk'
import { generateText } from 'ai'

const { baseURL, apiKey } = whereFareboxIs()

/** The AI SDK, as a route of your server uses it. Who is visiting comes from your session or your rate limiter. */
async function summarise(visitor, text) {
  const farebox = createFarebox({ apiKey, baseURL, endUser: visitor })
  const { providerMetadata } = await generateText({ model: farebox('gpt-4o'), prompt: `Summarise: ${text}`, maxOutputTokens: 200 })
  return providerMetadata.farebox.cost
}

const [greedy, modest] = [`greedy-${Date.now()}`, `modest-${Date.now()}`]
const book = 'All of human knowledge about fares, and then some. '.repeat(40)

let served = 0
for (; served < 20; served += 1) {
  try {
    await summarise(greedy, book)
  } catch (thrown) {
    const refusal = fareboxErrorOf(thrown)
    if (!refusal) throw thrown
    console.log(`${greedy} is served ${served > 0 ? 'until' : 'never:'} ${refusal.code}`)
    console.log(`  ${refusal.metadata.spent} of ${refusal.metadata.limit} dollars, again from ${refusal.metadata.resets_at}`)
    break
  }
}
if (served === 20) console.log(`${greedy} is served without end: give the key a budget for each end user`)
console.log(`${modest} is served as before, for $${await summarise(modest, 'Fares.')}`)

/** The Farebox that `npm start` runs here, unless the environment names another. */
function whereFareboxIs() {
  const { FAREBOX_URL, FAREBOX_DEVELOPER_KEY } = process.env
  if (FAREBOX_URL && FAREBOX_DEVELOPER_KEY) return { baseURL: FAREBOX_URL, apiKey: FAREBOX_DEVELOPER_KEY }
  const running = JSON.parse(readFileSync(new URL('../../.farebox/running.json', import.meta.url), 'utf8'))
  return { baseURL: running.gateway, apiKey: running.demo.freemiumApiKey }
}
