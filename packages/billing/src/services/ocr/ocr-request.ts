// A request to read a document, and what reading a page brings back.
import type { OpenedDocument, PageReader } from '@farebox/engines'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { amountAsked } from '../built-in/amount-asked.ts'
import type { VendorAccess } from '../built-in/built-in-service.ts'

export const PAGES_MAX = 30
/** Ten megabytes in base64, and the head of a data URL. */
const DOCUMENT_LENGTH_MAX = 14_000_100

export const ocrBody = z.strictObject({
  model: z.string().max(100).default('farebox-reader').meta({ description: 'Who reads. See /v1/services.' }),
  document: z
    .string()
    .min(1, 'is empty')
    .max(DOCUMENT_LENGTH_MAX, 'is larger than 10 MB')
    .meta({ description: 'A PNG, a JPEG or a PDF, in base64 or as a data: URL. Nothing is fetched.' }),
  max_pages: z.int().min(1).max(PAGES_MAX).default(PAGES_MAX).meta({ description: 'A document with more pages is refused.' }),
  max_charge: amountAsked,
})

/** One of those who read: a folder's file each. */
export type Reader = (document: OpenedDocument, page: number, tools: { pages: PageReader; access: VendorAccess }) => Promise<ReadPage>

export type ReadPage = {
  text: string
  /** 0 to 100. */
  confidence: number
  /** As whoever read it counted them: one, unless they say otherwise. */
  pages: number
}

const DATA_URL = /^data:[\w/+.-]{1,100};base64,/

export function bytesOf(document: string): Buffer {
  const base64 = document.replace(DATA_URL, '')
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) {
    throw new AppError('invalid_request', {
      message: 'The document must be base64, or a data: URL of base64. Nothing was charged.',
      param: 'document',
    })
  }
  return Buffer.from(base64, 'base64')
}
