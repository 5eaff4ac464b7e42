// The queues: name, what a job carries, and how often a failed one is tried again.
import type { Queue } from 'pg-boss'

export type QueuedJobs = {
  /** A stored Stripe event waits to be handled. */
  'handle-stripe-event': { eventId: string }
  /** A paid order's buyer is sent the receipt. */
  'send-receipt': { orderId: string }
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

export const queues: Record<QueueName, Omit<Queue, 'name'>> = {
  'handle-stripe-event': patient,
  'send-receipt': patient,
}

export const queueNames = Object.keys(queues) as QueueName[]

export const QUEUE_SCHEMA = 'pgboss'
