// DeepL's POST /v2/translate. It bills the characters it was sent, and says how many when asked to.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { perCharacter } from './service-prices.ts'
import type { ServiceTally } from './service-tally.ts'
import { slowDown } from './slow-down.ts'

const asked = z.object({
  text: z.array(z.string()).min(1).max(50),
  target_lang: z.string().regex(/^[A-Z]{2}(-[A-Z]{2,4})?$/),
  source_lang: z.string().optional(),
  show_billed_characters: z.boolean().optional(),
})

export async function serveDeepl(request: FastifyRequest, reply: FastifyReply, tally: ServiceTally): Promise<FastifyReply> {
  const refuse = (status: number, message: string) => {
    tally.refused('deepl')
    return reply.status(status).send({ message })
  }
  const key = request.headers.authorization ?? ''
  if (!key.startsWith('DeepL-Auth-Key ') || key.includes('invalid')) return refuse(403, 'Forbidden')
  const fault = tally.take('deepl')
  await slowDown(fault)
  if (fault?.status) return refuse(fault.status, 'Temporary error, please retry')
  const read = asked.safeParse(request.body)
  if (!read.success) return refuse(400, `Value for '${read.error.issues[0]?.path.join('.')}' not supported.`)
  const { text, target_lang: target, show_billed_characters: shows } = read.data
  const counts = text.map((each) => [...each].length)
  const characters = counts.reduce((sum, count) => sum + count, 0)
  tally.served('deepl', characters, perCharacter.deepl ?? 0n)
  const translations = counts.map((count, at) => ({
    detected_source_language: 'EN',
    text: `[stand-in ${target}] ${count} characters, text ${at + 1}`,
    ...(shows && { billed_characters: count }),
  }))
  return reply.send({ translations })
}
