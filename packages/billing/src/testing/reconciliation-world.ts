// For tests of reconciliation: buyers who paid at the Stripe stand-in, its book as our gate reads it, and a hand that changes what it says.
import { newId } from '@farebox/db'
import { type Mailbox, startMailbox } from '@farebox/stand-ins'
import { type Mailer, openMailer } from '../mails/index.ts'
import type { StripeBook } from '../reconciliation/mirror-stripe.ts'
import type { ReconciliationDesk } from '../reconciliation/run-reconciliation.ts'
import type { StripeBalanceTransaction } from '../stripe/money-out-gate.ts'
import { aPaidOrder, type TopUpWorld, topUpWorld } from './top-up-world.ts'

export type Line = StripeBalanceTransaction

export type ReconciliationWorld = Omit<TopUpWorld, 'stop'> & {
  desk: ReconciliationDesk
  mailbox: Mailbox
  /** The truth. */
  book: Book
  /** What Stripe says of its book, and of its balance beyond it. Empty: the truth. */
  says: { changes: (lines: Line[]) => Line[]; balanceOffCents: number }
  /** Somebody bought and paid, and our books know of it: the line of Stripe's book is booked. */
  aPaidOrder: (packageName?: string) => Promise<{ paymentIntent: string; walletId: string }>
  stop: () => Promise<void>
}

export async function reconciliationWorld(): Promise<ReconciliationWorld> {
  const world = await topUpWorld({ isWorking: false })
  world.stripe.setWebhook(undefined)
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
  return { ...world, desk, book, mailbox, says, aPaidOrder: (packageName) => aBookedOrder(world, packageName), stop }
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

/** Stripe's line is there with the payment, so that its fee is booked at once. */
async function aBookedOrder(world: TopUpWorld, packageName?: string): Promise<{ paymentIntent: string; walletId: string }> {
  world.stripe.faults.set({ balanceTransactionDelayMs: 0 })
  const { paymentIntent, walletId, feeBookedAt } = await aPaidOrder(world, packageName ? { packageName } : {})
  if (!paymentIntent || !walletId || !feeBookedAt) throw new Error('the fee is not booked')
  return { paymentIntent, walletId }
}

/** A line as Stripe would write it. */
export function aLine(changes: Partial<Line> = {}): Line {
  const id = `txn_${newId()}`
  const cents = { amountCents: 1_000, feeCents: 0, netCents: 1_000 }
  const at = { createdAt: new Date(), availableOn: new Date() }
  return { id, type: 'charge', reportingCategory: 'charge', ...cents, currency: 'usd', sourceId: `ch_${id}`, ...at, ...changes }
}
