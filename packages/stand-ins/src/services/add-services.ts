// Speech and OCR vendors, on the models stand-in's port: their routes, and the controls that count and order trouble.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { serveDeepl } from './deepl.ts'
import { serveOpenaiSpeech } from './openai-speech.ts'
import { servePolly } from './polly.ts'
import { ServiceTally } from './service-tally.ts'
import { serveTextract } from './textract.ts'

const faultAsked = z.strictObject({
  service: z.enum(['polly', 'textract', 'openai-speech', 'deepl']),
  status: z.int().min(400).max(599).optional(),
  slowMs: z.int().min(0).max(120_000).optional(),
  after: z.int().min(0).optional(),
})

/** Each in an instance of its own: AWS's content types are not ours. */
export function addServices(server: FastifyInstance): ServiceTally {
  const tally = new ServiceTally()
  server.register(async (aws) => {
    aws.addContentTypeParser('application/x-amz-json-1.1', { parseAs: 'string' }, (_request, text, done) => {
      done(null, JSON.parse(String(text)))
    })
    aws.post('/polly/v1/speech', (request, reply) => servePolly(request, reply, tally))
    aws.post('/textract/', (request, reply) => serveTextract(request, reply, tally))
  })
  for (const prefix of ['', '/openai']) {
    server.post(`${prefix}/v1/audio/speech`, (request, reply) => serveOpenaiSpeech(request, reply, tally))
  }
  server.post('/deepl/v2/translate', (request, reply) => serveDeepl(request, reply, tally))
  server.get('/control/services', () => tally.totals())
  server.post('/control/services/faults', ({ body }) => {
    const { service, status, slowMs, after } = faultAsked.parse(body)
    tally.order({ service, ...(status && { status }), ...(slowMs && { slowMs }), ...(after && { after }) })
    return { ordered: true }
  })
  return tally
}
