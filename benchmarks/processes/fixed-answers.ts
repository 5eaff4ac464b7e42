// The cheapest upstream there can be: one fixed answer, or one fixed stream of 20 chunks, in OpenAI's shape. So what is measured
// is the gateway before it. Prints its address when it listens.
import { createServer } from 'node:http'

const usage = { prompt_tokens: 480, completion_tokens: 120, total_tokens: 600 }
const head = { id: 'chatcmpl-benchmark', created: 1_700_000_000, model: 'gpt-4o' }
const words = 'The quick brown fox jumps over the lazy dog and runs on through the wood until evening comes. '

const answer = Buffer.from(
  JSON.stringify({
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: words.repeat(5) }, finish_reason: 'stop' }],
    usage,
  }),
)

const CHUNKS = 20
const chunk = (changes: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...changes })}\n\n`
const piece = (delta: object, finishReason: string | null = null) => chunk({ choices: [{ index: 0, delta, finish_reason: finishReason }] })
const closing = `${chunk({ choices: [], usage: { ...usage, completion_tokens: CHUNKS } })}data: [DONE]\n\n`
const pieces = [
  ...Array.from({ length: CHUNKS }, (_, place) =>
    piece(place === 0 ? { role: 'assistant', content: 'The' } : { content: ` word${place}` }),
  ),
  piece({}, 'stop') + closing,
].map((text) => Buffer.from(text))

const server = createServer((request, response) => {
  let wantsStream = false
  request.on('data', (bytes: Buffer) => {
    wantsStream ||= bytes.includes('"stream":true')
  })
  request.on('end', () => {
    if (!wantsStream) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let place = 0
    const sendNext = () => {
      const bytes = pieces[place++]
      if (bytes === undefined) response.end()
      else {
        response.write(bytes)
        setImmediate(sendNext)
      }
    }
    sendNext()
  })
})
server.keepAliveTimeout = 75_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`)
})
