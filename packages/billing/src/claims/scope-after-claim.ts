// Where money may be spent once its wallet was claimed. What was paid in through an app stays this app's, unless the payer is the claimer:
// an app's word alone must not turn another person's payment into money that is good everywhere.
import type { DatabaseTransaction, LotModel } from '@farebox/db'
import { isSameAddress } from './same-address.ts'

/** For each lot: undefined where it is good in every app from now on. */
export async function scopesAfterClaim(
  transaction: DatabaseTransaction,
  { walletId, toWalletId, lots }: { walletId: string; toWalletId: string; lots: readonly LotModel[] },
): Promise<Map<string, string | undefined>> {
  const kept = new Map(lots.map((lot) => [lot.id, lot.appId ?? undefined]))
  if (!lots.some(({ kind }) => kind === 'topup')) return kept
  const [orders, owner] = await Promise.all([
    transaction.order.findMany({ where: { walletId, status: 'paid' }, select: { lotId: true, buyerEmail: true } }),
    transaction.wallet.findUniqueOrThrow({ where: { id: toWalletId }, select: { userId: true } }),
  ])
  const person = owner.userId ? await transaction.user.findUnique({ where: { id: owner.userId } }) : null
  const payers = new Map(orders.map(({ lotId, buyerEmail }) => [lotId, buyerEmail]))
  const isOfClaimer = ({ id, originLotId }: LotModel) => {
    // What was given back after a refund or dispute names the lot it was bought in.
    const payer = payers.get(id) ?? (originLotId && payers.get(originLotId))
    return Boolean(payer && person && isSameAddress(payer, person.email))
  }
  for (const lot of lots) if (lot.kind === 'topup' && isOfClaimer(lot)) kept.set(lot.id, undefined)
  return kept
}
