// One payout for one organization: its available earnings in whole cents, set aside and pinned to where they will go.
import { type DatabaseTransaction, newId } from '@farebox/db'
import { assert } from '@farebox/errors'
import { earningsRecouped, payoutReserved, post } from '@farebox/ledger'
import { fromCents } from '@farebox/money'
import { tellOfPayout } from '../webhooks/tell-of-payout.ts'
import type { MoneyOut } from './money-out.ts'
import { type Payable, type PayoutBlocker, payableFacts, payableNow } from './payable-now.ts'
import { payoutSettings } from './payout-settings.ts'

export type NewPayout = {
  organizationId: string
  /** Null: made again after its predecessor's destination changed. */
  runId: string | null
  now: Date
}

export type PayoutMade = { payoutId: string; amountCents: number } | { passedOver: PayoutBlocker | 'made' }

/** Call it alone with the organization's money out. Once per run; a debt is recouped even where nothing is left to pay. */
export async function createPayout({ transaction }: MoneyOut, { organizationId, runId, now }: NewPayout): Promise<PayoutMade> {
  if (runId && (await wasMade(transaction, { organizationId, runId }))) return { passedOver: 'made' }
  const facts = await payableFacts(transaction, organizationId)
  const payable = payableNow(facts, await payoutSettings(transaction))
  const [blocker] = payable.blockers
  if (blocker) {
    const isDebtAlone = payable.blockers.every((standing) => standing === 'debt' || standing === 'minimum')
    if (isDebtAlone && runId) await recoup(transaction, { organizationId, runId, payable })
    return { passedOver: blocker }
  }
  assert(facts.account, 'an organization without blockers has an account')
  const payoutId = newId(now.getTime())
  const { amountCents, recoupedMicrocents } = payable
  await post(transaction, payoutReserved({ transactionId: newId(), organizationId, payoutId, amountCents, recoupedMicrocents }))
  const { stripeAccountId, bankFingerprint, bankLastFour } = facts.account
  await transaction.payout.create({
    data: {
      ...{ id: payoutId, organizationId, runId, amountCents, amountMicrocents: fromCents(amountCents), recoupedMicrocents },
      ...{ stripeAccountId, bankFingerprint, bankLastFour, createdAt: now, statusSince: now },
    },
  })
  const says = `${amountCents} cents of available earnings are set aside.`
  await transaction.payoutStep.create({
    data: { id: newId(now.getTime()), payoutId, toStatus: 'created', actorKind: 'clock', says, details: {}, at: now },
  })
  await tellOfPayout(transaction, payoutId, now)
  return { payoutId, amountCents }
}

async function wasMade(transaction: DatabaseTransaction, { organizationId, runId }: { organizationId: string; runId: string }) {
  return (await transaction.payout.count({ where: { organizationId, runId } })) > 0
}

async function recoup(
  transaction: DatabaseTransaction,
  { organizationId, runId, payable }: { organizationId: string; runId: string; payable: Payable },
): Promise<void> {
  const { recoupedMicrocents: amountMicrocents } = payable
  if (amountMicrocents === 0n) return
  const posted = await transaction.operation.count({ where: { operationKey: `earnings:recoup:${runId}:${organizationId}` } })
  if (posted > 0) return
  await post(transaction, earningsRecouped({ transactionId: newId(), organizationId, runId, amountMicrocents }))
}
