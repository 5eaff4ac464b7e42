// The clock's door: every job by name, how often it runs, and what it does. The worker runs them; nothing else does.
import { forgetOldOAuthState } from '@farebox/auth/oauth'
import type { Database } from '@farebox/db'
import { foldTransfers, forgetIdempotency } from '@farebox/ledger'
import type { Holds } from '@farebox/ledger/holds'
import type { AlertDesk } from './alerts/raise-alert.ts'
import { watchBooks } from './alerts/watch-books.ts'
import { watchJobs } from './alerts/watch-jobs.ts'
import { watchLosses } from './alerts/watch-losses.ts'
import { followCharges } from './auto-topups/follow-charges.ts'
import { runAutoTopups } from './auto-topups/run-auto-topups.ts'
import { tellOwners } from './auto-topups/tell-owners.ts'
import { detachRemovedCards } from './cards/remove-card.ts'
import { followClaims } from './claims/follow-claims.ts'
import { forgetConnectLinks } from './connect-links/forget-connect-links.ts'
import { followDebts } from './debts/follow-debts.ts'
import { answerDispute } from './disputes/answer-dispute.ts'
import { followDisputes } from './disputes/follow-disputes.ts'
import { readOpenDisputes } from './disputes/read-open-disputes.ts'
import { watchDisputes } from './disputes/watch-disputes.ts'
import { ledgerNow } from './earnings/ledger-now.ts'
import { matureEarnings } from './earnings/mature-earnings.ts'
import { returnExpiredGrants } from './grants/return-expired-grants.ts'
import { forgetKeptReplies } from './idempotency/kept-replies.ts'
import type { Mailer } from './mails/index.ts'
import { findNotices } from './notices/find-notices.ts'
import { forgetNotices } from './notices/forget-notices.ts'
import { sendNotices } from './notices/send-notices.ts'
import { followPayments } from './payments/follow-payments.ts'
import { refreshPayoutAccounts } from './payout-accounts/refresh-payout-accounts.ts'
import { followSentPayouts } from './payouts/follow-sent-payouts.ts'
import { resolveUnknownPayouts } from './payouts/resolve-unknown-payouts.ts'
import { runPayouts } from './payouts/run-payouts.ts'
import { sendApprovedPayouts } from './payouts/send-approved-payouts.ts'
import { sendPayoutMail } from './payouts/send-payout-mail.ts'
import type { QueueHandlers } from './queue/work-queues.ts'
import { sendReceipt } from './receipts/send-receipt.ts'
import { runReconciliation } from './reconciliation/run-reconciliation.ts'
import { sendRefundMail } from './refunds/send-refund-mail.ts'
import { sendRefunds } from './refunds/send-refunds.ts'
import { watchMoneyIn } from './refunds/watch-money-in.ts'
import { forgetRisk } from './risk/forget-risk.ts'
import { watchRisk } from './risk/watch-risk.ts'
import { returnServiceMoney } from './services/return-service-money.ts'
import { trustServices } from './services/trust-services.ts'
import type { StripeGate } from './stripe/stripe-gate.ts'
import { handleStripeEvent } from './topups/handle-stripe-event.ts'
import { requeueStripeEvents } from './topups/requeue-stripe-events.ts'
import { sweepStripe } from './topups/sweep-stripe.ts'
import { forgetRefusedCalls } from './usage/forget-refused-calls.ts'
import { deliverWebhooks } from './webhooks/deliver-webhooks.ts'
import type { WebhookDesk } from './webhooks/endpoint.ts'
import { forgetWebhooks } from './webhooks/forget-webhooks.ts'
import { sendWebhookMail } from './webhooks/send-webhook-mail.ts'
import { tellUsage } from './webhooks/tell-usage.ts'

export { connectDatabase, type Database } from '@farebox/db'
export { assertDoors } from '@farebox/ledger'
export { Holds } from '@farebox/ledger/holds'
export { alertMetrics } from './alerts/alert-counts.ts'
export { type Alert, type AlertDesk, raiseAlert } from './alerts/raise-alert.ts'
export { type Mailer, openMailer } from './mails/index.ts'
export { type QueueWork, workQueues } from './queue/work-queues.ts'
export { openStripe } from './stripe/open-stripe.ts'
export { WebhookSecrets } from './webhooks/webhook-secrets.ts'

/** What jobs work with. */
export type JobDesk = {
  database: Database
  holds: Holds
  stripe: StripeGate
  mailer: Mailer
  walletUrl: string
  dashboardUrl: string
  /** Signs the links in mails that stop spending. */
  mailLinkSecret: string
  webhooks: Omit<WebhookDesk, 'database'>
} & AlertDesk

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
  { name: 'follow payments', everyMs: MINUTE_MS, run: (desk, now) => followPayments(desk, now) },
  { name: 'send refunds', everyMs: 5 * SECOND_MS, run: (desk, now) => sendRefunds(desk, now) },
  { name: 'follow debts', everyMs: MINUTE_MS, run: ({ database }) => followDebts(database) },
  { name: 'watch money in', everyMs: 5 * MINUTE_MS, run: (desk, now) => watchMoneyIn(desk, now) },
  { name: 'sweep stripe', everyMs: 5 * MINUTE_MS, run: (desk, now) => sweepStripe(desk, now) },
  { name: 'auto top up', everyMs: 3 * SECOND_MS, run: (desk, now) => runAutoTopups(desk, now) },
  { name: 'follow auto top-ups', everyMs: 5 * SECOND_MS, run: (desk, now) => followCharges(desk, now) },
  { name: 'tell owners of auto top-ups', everyMs: 5 * SECOND_MS, run: (desk, now) => tellOwners(desk, now) },
  { name: 'detach removed cards', everyMs: 30 * SECOND_MS, run: (desk, now) => detachRemovedCards(desk, now) },
  { name: 'watch risk', everyMs: MINUTE_MS, run: (desk, now) => watchRisk(desk, now) },
  { name: 'forget risk', everyMs: HOUR_MS, run: ({ database }, now) => forgetRisk(database, now) },
  { name: 'return expired grants', everyMs: MINUTE_MS, run: ({ database }, now) => returnExpiredGrants(database, { now }) },
  { name: 'follow claims', everyMs: 5 * SECOND_MS, run: ({ database }, now) => followClaims(database, now) },
  { name: 'follow disputes', everyMs: 30 * SECOND_MS, run: ({ database }, now) => followDisputes(database, now) },
  { name: 'watch disputes', everyMs: MINUTE_MS, run: (desk, now) => watchDisputes(desk, now) },
  { name: 'read open disputes', everyMs: 6 * HOUR_MS, run: (desk, now) => readOpenDisputes(desk, now) },
  // Which day it is for money is the database's to say, whatever the clock of this machine.
  { name: 'mature earnings', everyMs: HOUR_MS, run: async ({ database }) => matureEarnings(database, await ledgerNow(database)) },
  { name: 'return money of own services', everyMs: HOUR_MS, run: ({ database }) => returnServiceMoney(database) },
  { name: 'trust services', everyMs: HOUR_MS, run: async ({ database }) => trustServices(database, await ledgerNow(database)) },
  {
    name: 'refresh payout accounts',
    everyMs: 10 * MINUTE_MS,
    run: ({ database, stripe: { moneyOut } }, now) => refreshPayoutAccounts({ database, moneyOut }, now),
  },
  { name: 'run payouts', everyMs: HOUR_MS, run: async (desk) => (await runPayouts(desk, await ledgerNow(desk.database))).created },
  { name: 'send approved payouts', everyMs: 30 * SECOND_MS, run: (desk, now) => sendApprovedPayouts(desk, now) },
  { name: 'follow sent payouts', everyMs: 6 * HOUR_MS, run: (desk, now) => followSentPayouts(desk, now) },
  { name: 'resolve unknown payouts', everyMs: MINUTE_MS, run: (desk, now) => resolveUnknownPayouts(desk, now) },
  {
    name: 'forget idempotency keys',
    everyMs: 10 * MINUTE_MS,
    run: async ({ database }, now) => (await forgetIdempotency(database)) + (await forgetKeptReplies(database, now)),
  },
  { name: 'forget oauth state', everyMs: 10 * MINUTE_MS, run: ({ database }) => forgetOldOAuthState(database, new Date()) },
  { name: 'tell usage', everyMs: 2 * SECOND_MS, run: ({ database }, now) => tellUsage(database, now) },
  { name: 'deliver webhooks', everyMs: SECOND_MS, run: ({ database, webhooks }, now) => deliverWebhooks({ database, ...webhooks }, now) },
  { name: 'find notices', everyMs: 10 * SECOND_MS, run: ({ database }, now) => findNotices(database, now) },
  { name: 'send notices', everyMs: 3 * SECOND_MS, run: (desk, now) => sendNotices(desk, now) },
  { name: 'forget notices', everyMs: HOUR_MS, run: ({ database }, now) => forgetNotices(database, now) },
  { name: 'forget webhooks', everyMs: HOUR_MS, run: ({ database }, now) => forgetWebhooks(database, now) },
  { name: 'forget connect links', everyMs: HOUR_MS, run: ({ database }, now) => forgetConnectLinks(database, now) },
  { name: 'forget refused calls', everyMs: HOUR_MS, run: ({ database }, now) => forgetRefusedCalls(database, now) },
  {
    name: 'reconcile',
    everyMs: HOUR_MS,
    run: async (desk, now) => {
      // A fee that can be booked now is not one that was missed.
      await followPayments(desk, now).catch(() => 0)
      return watchBooks(desk, now)
    },
  },
  {
    name: 'reconcile with stripe',
    everyMs: 6 * HOUR_MS,
    run: async (desk, now) => {
      await runReconciliation(desk, { trigger: 'daily', now })
      return undefined
    },
  },
  { name: 'watch losses', everyMs: 5 * MINUTE_MS, run: (desk, now) => watchLosses(desk, now) },
  { name: 'watch dead jobs', everyMs: 5 * MINUTE_MS, run: (desk, now) => watchJobs(desk, now) },
]

/** What waits in queues rather than for the clock. */
export function queueHandlers(desk: JobDesk, clock: () => Promise<Date>): QueueHandlers {
  return {
    'handle-stripe-event': async ({ eventId }) => handleStripeEvent(desk, eventId, await clock()),
    'send-receipt': ({ orderId }) => sendReceipt(desk, orderId),
    'reconcile-with-stripe': async () => {
      await runReconciliation(desk, { trigger: 'operator', now: await clock() })
    },
    'send-refund-mail': (about) => sendRefundMail(desk, about),
    'answer-dispute': async ({ answerId }) => answerDispute(desk, answerId, await clock()),
    'send-payout-mail': ({ stepId }) => sendPayoutMail(desk, stepId),
    'send-webhook-mail': ({ endpointId }) => sendWebhookMail(desk, endpointId),
    'run-payouts': async () => void (await runPayouts(desk, await ledgerNow(desk.database))),
  }
}
