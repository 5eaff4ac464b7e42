// Amazon Textract through AWS's own client, a page at a time. It says how many pages it read; that is what is charged.
import { usageOf } from '@farebox/pricing'
import { BilledFailure } from '../../metering/ending.ts'
import { awsClientSettings, awsVendor } from '../built-in/aws.ts'
import { failureOfVendor } from '../built-in/vendor-failure.ts'
import type { Reader } from './ocr-request.ts'

const ADDRESS = 'AWS_ENDPOINT_URL_TEXTRACT'
export const textract = awsVendor(ADDRESS, '/textract')

export const readWithTextract: Reader = async (document, page, { pages, access }) => {
  const { TextractClient, DetectDocumentTextCommand } = await import('@aws-sdk/client-textract')
  const client = new TextractClient(awsClientSettings(access, ADDRESS))
  try {
    const picture = await pages.picture(document, page)
    const { Blocks = [], DocumentMetadata } = await client
      .send(new DetectDocumentTextCommand({ Document: { Bytes: picture } }))
      .catch((cause: unknown) => {
        throw failureOfReply(cause)
      })
    const lines = Blocks.filter(({ BlockType }) => BlockType === 'LINE')
    const sure = lines.reduce((sum, { Confidence = 0 }) => sum + Confidence, 0) / Math.max(1, lines.length)
    const text = lines.map(({ Text = '' }) => Text).join('\n')
    return { text, confidence: Math.round(sure), pages: DocumentMetadata?.Pages ?? 1 }
  } finally {
    client.destroy()
  }
}

/** A reply that said 200 and could not be read: the page was worked on, and may be billed. */
function failureOfReply(cause: unknown): unknown {
  const failure = failureOfVendor(cause, 'aws')
  const status = (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  return status === 200 ? new BilledFailure(failure, usageOf({ page: 1 })) : failure
}
