// Amazon Textract: DetectDocumentText, AWS JSON 1.1. It bills the pages it returns.
import { createHash, randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AwsRefusal, refusalOfFault, refusalOfSignature, sendAwsRefusal } from './aws.ts'
import { perPage } from './service-prices.ts'
import type { ServiceTally } from './service-tally.ts'
import { slowDown } from './slow-down.ts'

const TARGET = 'Textract.DetectDocumentText'
const BYTES_MAX = 10 * 1024 * 1024
const asked = z.object({ Document: z.object({ Bytes: z.base64() }) })

export async function serveTextract(request: FastifyRequest, reply: FastifyReply, tally: ServiceTally): Promise<FastifyReply> {
  const refuse = (refusal: AwsRefusal) => {
    tally.refused('textract')
    return sendAwsRefusal(reply, refusal)
  }
  const unsigned = refusalOfSignature(request, 'textract')
  if (unsigned) return refuse(unsigned)
  if (request.headers['x-amz-target'] !== TARGET) return refuse({ status: 400, type: 'UnknownOperationException', message: '' })
  const fault = tally.take('textract')
  await slowDown(fault)
  if (fault?.status) return refuse(refusalOfFault(fault.status))
  const read = asked.safeParse(request.body)
  if (!read.success) return refuse({ status: 400, type: 'InvalidParameterException', message: 'Request has invalid parameters' })
  const bytes = Buffer.from(read.data.Document.Bytes, 'base64')
  const refusal = refusalOfDocument(bytes)
  if (refusal) return refuse(refusal)
  tally.served('textract', 1, perPage[TARGET])
  return reply
    .headers({ 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() })
    .send(JSON.stringify({ DetectDocumentTextModelVersion: '1.0', DocumentMetadata: { Pages: 1 }, Blocks: blocksOf(bytes) }))
}

function refusalOfDocument(bytes: Buffer): AwsRefusal | undefined {
  if (bytes.length > BYTES_MAX) return { status: 400, type: 'DocumentTooLargeException', message: 'Document is too large' }
  const isPicture = bytes.subarray(1, 4).toString('latin1') === 'PNG' || bytes.subarray(0, 3).toString('hex') === 'ffd8ff'
  const isPdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-'
  const pages = isPdf ? (bytes.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0) : 1
  if ((isPicture || isPdf) && pages === 1) return undefined
  return { status: 400, type: 'UnsupportedDocumentException', message: 'Request has unsupported document format' }
}

/** It does not read: it names the document, so that a test can tell two apart. */
function blocksOf(bytes: Buffer) {
  const words = ['[stand-in]', 'document', createHash('sha256').update(bytes).digest('hex').slice(0, 12)]
  const found = (kind: string, text?: string) => ({
    BlockType: kind,
    Id: randomUUID(),
    Page: 1,
    ...(text && { Text: text, Confidence: 99.5 }),
  })
  return [found('PAGE'), found('LINE', words.join(' ')), ...words.map((word) => found('WORD', word))]
}
