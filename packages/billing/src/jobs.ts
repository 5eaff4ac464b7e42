// The clock's door: every job by name, how often it runs, and what it does. The worker runs them; nothing else does.
import type { Database } from '@farebox/db'
import { foldTransfers, forgetIdempotency } from '@farebox/ledger'
import type { Holds } from '@farebox/ledger/holds'
import { assertReconciled } from '@farebox/ledger/reconcile'
import { matureEarnings } from './earnings/mature-earnings.ts'
import { returnExpiredGrants } from './grants/return-expired-grants.ts'
import type { Mailer } from './mails/index.ts'
import type { QueueHandlers } from './queue/work-queues.ts'
import { sendReceipt } from './receipts/send-receipt.ts'
import type { StripeGate } from './stripe/stripe-gate.ts'
import { bookMissingFees } from './topups/book-stripe-fee.ts'
import { handleStripeEvent } from './topups/handle-stripe-event.ts'
import { requeueStripeEvents } from './topups/requeue-stripe-events.ts'
import { sweepStripe } from './topups/sweep-stripe.ts'
import { forgetRefusedCalls } from './usage/forget-refused-calls.ts'

export { connectDatabase, type Database } from '@farebox/db'
export { Holds } from '@farebox/ledger/holds'
export { type Mailer, openMailer } from './mails/index.ts'
export { type QueueWork, workQueues } from './queue/work-queues.ts'
export { openStripe } from './stripe/open-stripe.ts'

/** What jobs work with. */
export type JobDesk = { database: Database; holds: Holds; stripe: StripeGate; mailer: Mailer; walletUrl: string }

export type ClockJob = {
  name: string
  everyMs: number
  /** Safe to run twice, and in two workers at once. Answers what it did: a count, where there is one. */
  run: (desk: JobDesk, now: Date) => Promise<number | undefined>
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

export const clockJobs: readonly ClockJob[] = [
  { name: 'resolve lapsed holds', everyMs: 5 * SECOND_MS, run: ({ holds }) => holds.sweep() },
  { name: 'fold transfers', everyMs: 3 * SECOND_MS, run: ({ database }) => foldTransfers(database) },
  { name: 'requeue stripe events', everyMs: MINUTE_MS, run: ({ database }, now) => requeueStripeEvents(database, now) },
  { name: 'book stripe fees', everyMs: MINUTE_MS, run: (desk, now) => bookMissingFees(desk, now) },
  { name: 'sweep stripe', everyMs: 5 * MINUTE_MS, run: (desk, now) => sweepStripe(desk, now) },
  { name: 'return expired grants', everyMs: MINUTE_MS, run: ({ database }, now) => returnExpiredGrants(database, { now }) },
  { name: 'mature earnings', everyMs: HOUR_MS, run: ({ database }, now) => matureEarnings(database, now) },
  { name: 'forget idempotency keys', everyMs: 10 * MINUTE_MS, run: ({ database }) => forgetIdempotency(database) },
  { name: 'forget refused calls', everyMs: HOUR_MS, run: ({ database }, now) => forgetRefusedCalls(database, now) },
  {
    name: 'reconcile',
    everyMs: HOUR_MS,
    run: async ({ database }) => {
      await assertReconciled(database)
      return undefined
    },
  },
]

/** What waits in queues rather than for the clock. */
export function queueHandlers(desk: JobDesk, clock: () => Promise<Date>): QueueHandlers {
  return {
    'handle-stripe-event': async ({ eventId }) => handleStripeEvent(desk, eventId, await clock()),
    'send-receipt': ({ orderId }) => sendReceipt(desk, orderId),
  }
}
