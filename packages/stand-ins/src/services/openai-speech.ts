// OpenAI's POST /v1/audio/speech. It bills the characters of the input.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { perCharacter } from './service-prices.ts'
import type { ServiceTally } from './service-tally.ts'
import { slowDown } from './slow-down.ts'
import { silentMp3, tonePcm, toneWav } from './sounds.ts'

const asked = z.strictObject({
  model: z.enum(['tts-1', 'tts-1-hd']),
  input: z.string().min(1).max(4_096),
  voice: z.string().min(1),
  response_format: z.enum(['mp3', 'wav', 'pcm']).default('mp3'),
  speed: z.number().min(0.25).max(4).default(1),
})

const makers = { mp3: silentMp3, wav: toneWav, pcm: tonePcm } as const
const types = { mp3: 'audio/mpeg', wav: 'audio/wav', pcm: 'audio/pcm' } as const

export async function serveOpenaiSpeech(request: FastifyRequest, reply: FastifyReply, tally: ServiceTally): Promise<FastifyReply> {
  const refuse = (status: number, message: string) => {
    tally.refused('openai-speech')
    return reply
      .status(status)
      .send({ error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param: null, code: null } })
  }
  const key = request.headers.authorization ?? ''
  if (!key.startsWith('Bearer ') || key.includes('invalid')) return refuse(401, 'Incorrect API key provided.')
  const fault = tally.take('openai-speech')
  await slowDown(fault)
  if (fault?.status) return refuse(fault.status, 'The server had an error while processing your request.')
  const read = asked.safeParse(request.body)
  if (!read.success) return refuse(400, read.error.issues[0]?.message ?? 'Invalid request.')
  const { model, input, response_format: format } = read.data
  const characters = [...input].length
  tally.served('openai-speech', characters, perCharacter[model] ?? 0n)
  return reply.header('content-type', types[format]).send(makers[format](characters))
}
