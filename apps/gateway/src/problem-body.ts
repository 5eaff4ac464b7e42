// An error as RFC 9457 spells it. Every way of having too little money is one type: a program handles it once, and the code says which.
import { type ErrorPlace, publicId } from '@farebox/billing/proxy'
import { type AppError, errorEntry } from '@farebox/errors'

export function problemBody(error: AppError, { requestId, docsUrl }: ErrorPlace) {
  const { status } = error.entry
  return {
    type: `/errors/${status === 402 ? 'insufficient_funds' : error.code}`,
    title: errorEntry(error.code).message,
    status,
    detail: error.message,
    code: error.code,
    ...(error.param && { param: error.param }),
    request_id: publicId('request', requestId),
    docs_url: `${docsUrl}#${error.code}`,
    charged: false,
    metadata: error.metadata,
  }
}
