// The queues: name, what a job carries, and how often a failed one is tried again.
import type { Queue } from 'pg-boss'

export type QueuedJobs = {
  /** A stored Stripe event waits to be handled. */
  'handle-stripe-event': { eventId: string }
  /** A paid order's buyer is sent the receipt. */
  'send-receipt': { orderId: string }
  /** The buyer is told what became of a refund, or that a wallet owes something now. */
  'send-refund-mail': { refundId: string; news: 'asked' | 'arrived' | 'failed' | 'owed' }
  /** An operator answered a bank: Stripe is given it. */
  'answer-dispute': { answerId: string }
  /** Developers are told what became of a payout. */
  'send-payout-mail': { stepId: string }
  /** Developers are told that one of their webhook endpoints was disabled. */
  'send-webhook-mail': { endpointId: string }
  /** An operator asked for today's payout run. */
  'run-payouts': { operatorId: string }
  /** An operator asked for a reconciliation now. */
  'reconcile-with-stripe': { operatorId: string }
}

export type QueueName = keyof QueuedJobs

const DAY_SECONDS = 86_400

/** Growing pauses, up to an hour, for about two days; then the job is dead, and an alert. */
const patient = {
  retryLimit: 50,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 3_600,
  expireInSeconds: 120,
  retentionSeconds: 14 * DAY_SECONDS,
} satisfies Omit<Queue, 'name'>

/** Somebody waits for it: tried a few times, then they ask again. */
const hasty = { ...patient, retryLimit: 2 } satisfies Omit<Queue, 'name'>

export const queues: Record<QueueName, Omit<Queue, 'name'>> = {
  'handle-stripe-event': patient,
  'send-receipt': patient,
  'send-refund-mail': patient,
  'answer-dispute': patient,
  'send-payout-mail': patient,
  'send-webhook-mail': patient,
  'run-payouts': patient,
  'reconcile-with-stripe': hasty,
}

export const queueNames = Object.keys(queues) as QueueName[]

export const QUEUE_SCHEMA = 'pgboss'
