// Opens a Fastify server on a port (0 = any free one) and says where it listens.
import type { FastifyInstance } from 'fastify'

export type Listening = { url: string; host: string; port: number; stop: () => Promise<void> }

export type Place = { host?: string; port?: number }

export async function listen(server: FastifyInstance, { host = '127.0.0.1', port = 0 }: Place): Promise<Listening> {
  await server.listen({ host, port })
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('A stand-in must listen on a port.')
  const named = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return { url: `http://${named}:${address.port}`, host: named, port: address.port, stop: () => server.close() }
}
