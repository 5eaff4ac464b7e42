// For tests of reconciliation: buyers who paid at the Stripe stand-in, its book as our gate reads it, and a hand that changes what it says.
import { newId } from '@farebox/db'
import { type Mailbox, startMailbox } from '@farebox/stand-ins'
import { vi } from 'vitest'
import { type Mailer, openMailer } from '../mails/index.ts'
import { followPayments } from '../payments/follow-payments.ts'
import type { StripeBook } from '../reconciliation/mirror-stripe.ts'
import type { ReconciliationDesk } from '../reconciliation/run-reconciliation.ts'
import type { StripeBalanceTransaction } from '../stripe/money-out-gate.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { anOpenOrder, type TopUpWorld, topUpWorld } from './top-up-world.ts'

export type Line = StripeBalanceTransaction

export type ReconciliationWorld = Omit<TopUpWorld, 'stop'> & {
  desk: ReconciliationDesk
  mailbox: Mailbox
  /** The truth. */
  book: Book
  /** What Stripe says of its book, and of its balance beyond it. Empty: the truth. */
  says: { changes: (lines: Line[]) => Line[]; balanceOffCents: number }
  /** Somebody bought and paid, and our books know of it: the line of Stripe's book is booked. */
  aPaidOrder: () => Promise<{ paymentIntent: string; walletId: string }>
  stop: () => Promise<void>
}

export async function reconciliationWorld(): Promise<ReconciliationWorld> {
  const world = await topUpWorld({ isWorking: false })
  world.stripe.setWebhook(undefined)
  world.stripe.faults.set({ balanceTransactionDelayMs: 0 })
  const mailbox = await startMailbox()
  const mailer: Mailer = openMailer({ smtpUrl: mailbox.smtpUrl, from: 'Farebox <hello@farebox.test>' })
  const says: ReconciliationWorld['says'] = { changes: (lines) => lines, balanceOffCents: 0 }
  const { database, till } = world
  const book = till.stripe.moneyOut
  const desk: ReconciliationDesk = {
    database,
    stripe: { ...till.stripe, moneyOut: { ...till.stripe.moneyOut, ...bookThatSays(book, says) } },
    mailer,
  }
  const stop = async () => {
    mailer.close()
    await mailbox.stop()
    await world.stop()
  }
  return { ...world, desk, book, mailbox, says, aPaidOrder: () => aPaidOrder(world), stop }
}

type Book = StripeBook

/** Its balance follows what its book is made to say. */
function bookThatSays(book: Book, says: ReconciliationWorld['says']): Book {
  const read = async (since: Date) => {
    const lines: Line[] = []
    for await (const line of book.balanceTransactions({ since })) lines.push(line)
    return lines
  }
  const netOf = (lines: Line[]) => lines.reduce((total, { netCents }) => total + netCents, 0)
  return {
    async balance() {
      const [{ availableCents, pendingCents }, lines] = await Promise.all([book.balance(), read(new Date(0))])
      return { availableCents, pendingCents: pendingCents + netOf(says.changes(lines)) - netOf(lines) + says.balanceOffCents }
    },
    async *balanceTransactions({ since }) {
      yield* says.changes(await read(since))
    },
  }
}

async function aPaidOrder(world: TopUpWorld): Promise<{ paymentIntent: string; walletId: string }> {
  const { orderId, sessionId, walletId } = await anOpenOrder(world)
  world.stripe.pay(sessionId)
  await completeOrder(world.till, orderId, new Date())
  // Stripe's line appears a moment after the payment.
  const feeIsBooked = async () => {
    await followPayments(world.till, new Date())
    const { paymentIntent, feeBookedAt } = await world.database.order.findUniqueOrThrow({ where: { id: orderId } })
    if (!paymentIntent || !feeBookedAt) throw new Error('the fee is not booked yet')
    return { paymentIntent, walletId }
  }
  return vi.waitFor(feeIsBooked, { timeout: 15_000 })
}

/** A line as Stripe would write it. */
export function aLine(changes: Partial<Line> = {}): Line {
  const id = `txn_${newId()}`
  const cents = { amountCents: 1_000, feeCents: 0, netCents: 1_000 }
  const at = { createdAt: new Date(), availableOn: new Date() }
  return { id, type: 'charge', reportingCategory: 'charge', ...cents, currency: 'usd', sourceId: `ch_${id}`, ...at, ...changes }
}
