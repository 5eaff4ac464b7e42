// What is left of a grant goes back to the pool it came from. Taking back and expiring are the same movement.
import { type DatabaseTransaction, type GrantModel, newId } from '@farebox/db'
import { grantReturned, post } from '@farebox/ledger'
import { type Microcents, microcents } from '@farebox/money'

/** Locks the grant's wallet, so that no call reserves meanwhile what is returned. From now on nothing of the lot can be spent. */
export async function returnRest(
  transaction: DatabaseTransaction,
  read: GrantModel,
  now: Date,
): Promise<{ returned: Microcents; held: Microcents }> {
  const grant = await lockedGrant(transaction, read)
  const lot = await transaction.lot.findUnique({ where: { walletId_id: { walletId: grant.walletId, id: grant.lotId } } })
  const returned = microcents(lot?.availableMicrocents ?? 0n)
  const { mode, appId, walletId, lotId } = grant
  if (returned > 0n) {
    await post(
      transaction,
      grantReturned({ transactionId: newId(now.getTime()), mode, appId, walletId, lotId, amountMicrocents: returned }),
    )
  }
  return { returned, held: microcents(lot?.heldMicrocents ?? 0n) }
}

/** With its wallet locked. One that was claimed since the grant was read has handed the grant on. */
async function lockedGrant(transaction: DatabaseTransaction, read: GrantModel): Promise<GrantModel> {
  await transaction.$queryRaw`select id from wallet where id = ${read.walletId}::uuid for no key update`
  const grant = await transaction.grant.findUniqueOrThrow({ where: { id: read.id } })
  return grant.walletId === read.walletId ? grant : lockedGrant(transaction, grant)
}
