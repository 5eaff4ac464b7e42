// The caller's end of a call, made from an HTTP reply: headers and bytes go straight to the socket.
import type { Client } from '@farebox/billing/proxy'
import type { FastifyReply } from 'fastify'

export function clientOf(reply: FastifyReply): Client {
  const { raw } = reply
  let gone = false
  let onGone = () => {}
  raw.once('close', () => {
    if (raw.writableFinished) return
    gone = true
    onGone()
  })
  return {
    get gone() {
      return gone
    },
    onGone(listener) {
      onGone = listener
    },
    start(headers) {
      reply.hijack()
      if (gone) return
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        'x-accel-buffering': 'no',
      })
    },
    write: (text) => raw.write(text),
    onDrain(listener) {
      raw.on('drain', listener)
    },
    end: (text) => {
      raw.end(text)
    },
  }
}
