// A developer spends available earnings on a grant pool or the organization's own balance: at once, and without a fee.
import { type Database, type DatabaseTransaction, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { earningsSpentOnBalance, earningsSpentOnPool, type Movement, post } from '@farebox/ledger'
import type { Microcents } from '@farebox/money'
import { organizationWallet } from '../organizations/organization-balance.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { earningsBalances } from './earnings-balances.ts'

export type EarningsSpending = {
  organizationId: string
  userId: string
  /** An app of this organization, or the organization's balance. */
  to: { kind: 'balance' } | { kind: 'pool'; appId: string }
  amountMicrocents: Microcents
  /** Repeating it moves nothing more. */
  requestKey: string
  now: Date
}

/** Throws `earnings_short` where less is available, debt deducted, and `earnings_on_hold` while a hold is open. */
export async function spendEarnings(
  database: Database,
  spending: EarningsSpending,
): Promise<{ available: Microcents; duplicate: boolean }> {
  const { organizationId, userId, to, amountMicrocents, requestKey, now } = spending
  if (amountMicrocents <= 0n) throw new AppError('invalid_request', { message: 'Choose an amount above zero.', param: 'amount' })
  const movement = await movementOf(database, spending)
  const short = new AppError('earnings_short')
  return database.$transaction(async (transaction) => {
    const known = await transaction.operation.count({ where: { operationKey: movement.operationKey } })
    if (known === 0) await refuseHeldOrOwed(transaction, { organizationId, amountMicrocents, short })
    const { duplicate } = await post(transaction, movement, short)
    if (!duplicate) {
      const details = { to: to.kind, amountMicrocents: String(amountMicrocents), requestKey }
      const subject = publicId('organization', organizationId)
      await recordAudit(transaction, { userId, action: 'earnings.spent', subject, details, now })
    }
    return { available: (await earningsBalances(transaction, organizationId)).available, duplicate }
  })
}

async function refuseHeldOrOwed(
  transaction: DatabaseTransaction,
  { organizationId, amountMicrocents, short }: { organizationId: string; amountMicrocents: Microcents; short: AppError },
): Promise<void> {
  const holds = await transaction.earningsHold.count({ where: { organizationId, releasedAt: null } })
  if (holds > 0) throw new AppError('earnings_on_hold')
  const { available, owed } = await earningsBalances(transaction, organizationId)
  if (available - owed < amountMicrocents) throw short
}

async function movementOf(database: Database, { organizationId, to, amountMicrocents, requestKey }: EarningsSpending): Promise<Movement> {
  const facts = { transactionId: newId(), organizationId, amountMicrocents, operationKey: `earnings:spend:${organizationId}:${requestKey}` }
  if (to.kind === 'pool') return earningsSpentOnPool({ ...facts, appId: to.appId })
  const { id: walletId } = await organizationWallet(database, { organizationId, mode: 'live' })
  return earningsSpentOnBalance({ ...facts, walletId, lotId: newId() })
}
