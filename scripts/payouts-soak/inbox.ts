// The worker's part of webhooks: whatever the doors stored is handled beside everything else that happens, a few at a time.
import { handleStripeEvent } from '../../packages/billing/src/topups/handle-stripe-event.ts'
import type { Till } from '../../packages/billing/src/topups/open-checkout.ts'
import type { Doors } from './doors.ts'

export type Inbox = {
  /** Waits until nothing more arrives and everything stored is handled. Answers what could not be handled. */
  empty: () => Promise<string[]>
  stop: () => Promise<void>
}

const AT_ONCE = 6
const PAUSE_MS = 15
const TRIES_MAX = 8

export function workInbox(till: Till, doors: Doors, { now }: { now: () => Date }): Inbox {
  const { stripeEvent } = till.database
  const unhandled = { status: { not: 'handled' as const } }
  const waiting = { ...unhandled, attempts: { lt: TRIES_MAX } }
  const givenUp = { ...unhandled, attempts: { gte: TRIES_MAX } }
  let isOpen = true
  async function work(): Promise<void> {
    while (isOpen) {
      const events = await stripeEvent.findMany({ where: waiting, orderBy: { receivedAt: 'asc' }, take: AT_ONCE * 4, select: { id: true } })
      if (events.length === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      while (events.length > 0) {
        // One that fails is tried again; it says so in its row.
        await Promise.allSettled(events.splice(0, AT_ONCE).map(({ id }) => handleStripeEvent(till, id, now())))
      }
    }
  }
  const working = work()
  return {
    empty: async () => {
      do await doors.quiet()
      while ((await stripeEvent.count({ where: waiting })) > 0)
      const stuck = await stripeEvent.findMany({ where: givenUp })
      return stuck.map(({ id, type, failure }) => `Event ${id} (${type}) could not be handled: ${failure}`)
    },
    stop: async () => {
      isOpen = false
      await working
    },
  }
}
