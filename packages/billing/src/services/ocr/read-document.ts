// Reads the pages of a document, a few at a time. A page that cannot be read is named and not charged; without any page, the call failed.
import type { OpenedDocument } from '@farebox/engines'
import { type AppError, asAppError } from '@farebox/errors'
import { usageOf } from '@farebox/pricing'
import { BilledFailure, failureToTell } from '../../metering/ending.ts'
import type { ServiceResult } from '../built-in/built-in-service.ts'
import type { ReadPage } from './ocr-request.ts'

const AT_ONCE = 4

type Outcome = { page: number; read: ReadPage } | { page: number; failure: unknown }

export async function readDocument(document: OpenedDocument, read: (page: number) => Promise<ReadPage>): Promise<ServiceResult> {
  const outcomes: Outcome[] = []
  for (let first = 0; first < document.pages; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, document.pages - first)
    const few = Array.from({ length: count }, (_, at) => outcomeOf(first + at, read))
    outcomes.push(...(await Promise.all(few)))
  }
  const done = outcomes.filter((outcome) => 'read' in outcome)
  const failed = outcomes.filter((outcome) => 'failure' in outcome)
  if (done.length === 0) throw failureOfAll(failed.map(({ failure }) => failure))
  return {
    units: done.reduce((sum, { read: { pages } }) => sum + pages, 0),
    answer: {
      json: {
        object: 'ocr',
        pages: done.map(({ page, read: { text, confidence } }) => ({ page: page + 1, text, confidence })),
        text: done.map(({ read: { text } }) => text).join('\n\n'),
        ...(failed.length > 0 && { failed_pages: failed.map(describe) }),
      },
    },
  }
}

const outcomeOf = (page: number, read: (page: number) => Promise<ReadPage>): Promise<Outcome> =>
  read(page).then(
    (value) => ({ page, read: value }),
    (failure: unknown) => ({ page, failure }),
  )

function describe({ page, failure }: { page: number; failure: unknown }) {
  const { code, message }: AppError = asAppError(failureToTell(failure))
  return { page: page + 1, code, message }
}

/** What the vendor may bill for pages it failed at is ours, all together. */
function failureOfAll(failures: unknown[]): unknown {
  const billed = failures.filter((failure) => failure instanceof BilledFailure)
  const [first] = failures
  return billed.length === 0 ? first : new BilledFailure(failureToTell(first), usageOf({ page: billed.length }))
}
