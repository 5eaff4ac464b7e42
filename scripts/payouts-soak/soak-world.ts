// Where the soak happens: a real database, Stripe's stand-in with both of our doors, two operators, and a clock that is the stand-in's.

import pg from 'pg'
import { type Mailer, openMailer } from '../../packages/billing/src/mails/index.ts'
import { stopEnqueuing } from '../../packages/billing/src/queue/enqueue.ts'
import type { ReconciliationDesk } from '../../packages/billing/src/reconciliation/run-reconciliation.ts'
import type { MoneyOutGate, TransferOutcome, TransferRequest } from '../../packages/billing/src/stripe/money-out-gate.ts'
import { openStripe } from '../../packages/billing/src/stripe/open-stripe.ts'
import type { Till } from '../../packages/billing/src/topups/open-checkout.ts'
import { writeFirstPackages } from '../../packages/billing/src/topups/packages.ts'
import { connectDatabase, type Database, newId } from '../../packages/db/src/index.ts'
import { Holds } from '../../packages/ledger/src/holds.ts'
import { type StripeStandIn, startMailbox, startStripeStandIn } from '../../packages/stand-ins/src/index.ts'
import { type Doors, openDoors } from './doors.ts'
import { type Inbox, workInbox } from './inbox.ts'
import { SECRET_KEY } from './secret-key.ts'

export type Operator = { id: string }

export type SoakWorld = {
  seed: number
  url: string
  smtpUrl: string
  database: Database
  stripe: StripeStandIn
  till: Till
  desk: ReconciliationDesk
  holds: Holds
  doors: Doors
  inbox: Inbox
  operators: [Operator, Operator]
  /** What was done to payouts and around them, and how often. */
  counts: Map<string, number>
  /** What should not have happened on the way, in sentences: each is a disagreement. */
  surprises: string[]
  now: () => Date
  stop: () => Promise<void>
}

export type SoakPlace = { url: string; seed: number }

/** Patience with Stripe where an answer is ordered never to come. */
const IMPATIENT_MS = 700

export async function openSoakWorld({ url, seed }: SoakPlace): Promise<SoakWorld> {
  const database = connectDatabase(url)
  await writeFirstPackages(database, new Date(0))
  const stripe = await startStripeStandIn()
  stripe.faults.set({ balanceTransactionDelayMs: 0 })
  const till: Till = { database, stripe: openStripe({ secretKey: SECRET_KEY, apiBase: stripe.url }) }
  const doors = await openDoors(database, stripe)
  const mailbox = await startMailbox()
  const mailer: Mailer = openMailer({ smtpUrl: mailbox.smtpUrl, from: 'Farebox <hello@farebox.test>' })
  const holds = new Holds(url, { lanesMax: 2 })
  const now = () => new Date(stripe.nowSeconds() * 1_000)
  const [counts, surprises] = [new Map<string, number>(), [] as string[]]
  const inbox = workInbox(till, doors, { now })
  const operators: [Operator, Operator] = [await anOperator(url), await anOperator(url)]
  await chooseRules(database)
  const stop = async () => {
    await stripe.stop()
    await inbox.stop()
    await doors.stop()
    mailer.close()
    await mailbox.stop()
    await holds.end()
    await stopEnqueuing(database)
    await database.$disconnect()
  }
  return {
    ...{ seed, url, smtpUrl: mailbox.smtpUrl, database, stripe, till, desk: { ...till, mailer }, holds, doors, inbox },
    ...{ operators, counts, surprises, now, stop },
  }
}

/** As the owner of the tables: no app may make operators. */
async function anOperator(url: string): Promise<Operator> {
  const id = newId()
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query(`insert into operator (id, email, name, role) values ($1, $2, 'Operator', 'finance')`, [id, `${id}@farebox.test`])
  await owner.end()
  return { id }
}

/** About half of the payouts need two people; one person looks at each first payout and each new bank account; others pass by themselves. */
async function chooseRules(database: Database): Promise<void> {
  const value = { minimumCents: 100, twoOperatorsFromCents: 300 }
  await database.setting.upsert({ where: { name: 'payouts' }, create: { name: 'payouts', value }, update: { value } })
  await database.riskRule.updateMany({ where: { name: { in: ['concentration', 'high_markup'] } }, data: { enabled: false } })
}

export function count({ counts }: Pick<SoakWorld, 'counts'>, what: string, times = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + times)
}

/** A till whose transfer does something else around the real one. */
export function tillWhere(
  { till }: Pick<SoakWorld, 'till'>,
  transfer: (request: TransferRequest, send: () => Promise<TransferOutcome>) => Promise<TransferOutcome>,
): Till {
  const { moneyOut } = till.stripe
  return tillWith(till, { transfer: (request) => transfer(request, () => moneyOut.transfer(request)) })
}

/** A till that does not wait long for a transfer. */
export function impatientTill({ till, stripe }: Pick<SoakWorld, 'till' | 'stripe'>): Till {
  const { moneyOut } = openStripe({ secretKey: SECRET_KEY, apiBase: stripe.url, timeoutMs: IMPATIENT_MS })
  return tillWith(till, { transfer: moneyOut.transfer })
}

const tillWith = (till: Till, changes: Partial<MoneyOutGate>): Till => ({
  ...till,
  stripe: { ...till.stripe, moneyOut: { ...till.stripe.moneyOut, ...changes } },
})
