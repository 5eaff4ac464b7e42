// An error as the OpenAI wire spells it, in a reply or in a stream.
import { publicId } from '@farebox/db'
import type { AppError } from '@farebox/errors'

export type ErrorPlace = { requestId: string; docsUrl: string; charged?: boolean }

export function errorBody(error: AppError, { requestId, docsUrl, charged = false }: ErrorPlace) {
  return {
    error: {
      message: error.message,
      type: error.entry.type,
      param: error.param ?? null,
      code: error.code,
      docs_url: `${docsUrl}#${error.code}`,
      request_id: publicId('request', requestId),
      charged,
      metadata: error.metadata,
    },
  }
}
