// Amazon Polly: POST /v1/speech. It bills the characters it was sent, and says how many in a header.
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AwsRefusal, refusalOfFault, refusalOfSignature, sendAwsRefusal } from './aws.ts'
import { perCharacter } from './service-prices.ts'
import type { ServiceTally } from './service-tally.ts'
import { slowDown } from './slow-down.ts'
import { silentMp3, tonePcm } from './sounds.ts'

const asked = z.object({
  Text: z.string(),
  OutputFormat: z.enum(['mp3', 'pcm']),
  VoiceId: z.string().regex(/^[A-Z][a-z]{1,20}$/),
  Engine: z.enum(['standard', 'neural']).default('standard'),
  SampleRate: z.string().optional(),
  TextType: z.literal('text').default('text'),
})

const BILLED_CHARACTERS_MAX = 3_000

export async function servePolly(request: FastifyRequest, reply: FastifyReply, tally: ServiceTally): Promise<FastifyReply> {
  const refuse = (refusal: AwsRefusal) => {
    tally.refused('polly')
    return sendAwsRefusal(reply, refusal)
  }
  const unsigned = refusalOfSignature(request, 'polly')
  if (unsigned) return refuse(unsigned)
  const fault = tally.take('polly')
  await slowDown(fault)
  if (fault?.status) return refuse(refusalOfFault(fault.status))
  const read = asked.safeParse(request.body)
  if (!read.success) return refuse({ status: 400, type: 'ValidationException', message: 'Invalid request.' })
  const { Text, OutputFormat, Engine } = read.data
  const characters = [...Text].length
  if (characters > BILLED_CHARACTERS_MAX) {
    return refuse({ status: 400, type: 'TextLengthExceededException', message: 'Maximum text length has been exceeded' })
  }
  tally.served('polly', characters, perCharacter[Engine] ?? 0n)
  const sound = OutputFormat === 'pcm' ? tonePcm(characters) : silentMp3(characters)
  return reply
    .headers({
      'content-type': OutputFormat === 'pcm' ? 'audio/pcm' : 'audio/mpeg',
      'x-amzn-requestcharacters': String(characters),
      'x-amzn-requestid': randomUUID(),
    })
    .send(sound)
}
