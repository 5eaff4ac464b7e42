// A whole answer that breaks off half way: headers promise all of it, then the connection is destroyed.
import type { FastifyReply } from 'fastify'
import type { Seen } from './tally.ts'
import type { Exchange, Wire } from './wire.ts'

export function breakReply(wire: Wire, exchange: Exchange, seen: Seen, reply: FastifyReply): void {
  const body = Buffer.from(JSON.stringify(wire.reply(exchange)))
  // The answer was made, so the provider counts it, though it never arrived whole.
  seen.completionTokens = exchange.answer.completionTokens
  seen.reasoningTokens = exchange.answer.reasoningTokens
  seen.state = 'broken'
  reply.hijack()
  reply.raw.writeHead(200, {
    ...wire.headers(seen.id, seen.promptTokens),
    'content-type': 'application/json',
    'content-length': body.length,
  })
  reply.raw.write(body.subarray(0, body.length >> 1), () => reply.raw.destroy())
}
