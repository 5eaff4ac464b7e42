// The lock on an organization's money out. Whoever makes, decides, sends or holds its payouts, or learns of its bank, waits here first:
// before the accounts of the ledger, and before a payout's row. Nobody keeps it while asking Stripe.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { type Enqueue, enqueuer } from '../queue/enqueue.ts'

export type MoneyOut = { transaction: DatabaseTransaction; enqueue: Enqueue }

const WAIT_MS = 20_000

/** Runs `work` in one transaction, alone with this organization's money out. */
export async function aloneWith<Answer>(
  database: Database,
  organizationId: string,
  work: (moneyOut: MoneyOut) => Promise<Answer>,
): Promise<Answer> {
  const enqueue = await enqueuer(database)
  return database.$transaction(
    async (transaction) => {
      await lockMoneyOut(transaction, organizationId)
      return work({ transaction, enqueue })
    },
    { timeout: WAIT_MS, maxWait: WAIT_MS },
  )
}

export async function lockMoneyOut(transaction: DatabaseTransaction, organizationId: string): Promise<void> {
  await transaction.$queryRaw`select 1 as locked from organization where id = ${organizationId}::uuid for no key update`
}
