// One grant in the books: it leaves the pool, stands in the list of grants, and the developer is told.
import { type DatabaseTransaction, type GrantModel, type Mode, newId } from '@farebox/db'
import type { AppError } from '@farebox/errors'
import { grantIssued, post } from '@farebox/ledger'
import type { Microcents } from '@farebox/money'
import { tellOfGrant } from '../webhooks/tell-of-grant.ts'

export type GrantTerms = {
  appId: string
  mode: Mode
  walletId: string
  externalUserId: string
  amountMicrocents: Microcents
  /** What the app could spend for them before. */
  balanceBefore: Microcents
  operationKey: string
  description?: string | undefined
  expiresAt?: Date | undefined
  now: Date
}

/** Throws `ifShort` where the pool does not hold as much. */
export async function writeGrant(
  transaction: DatabaseTransaction,
  { balanceBefore, description, now, ...terms }: GrantTerms,
  ifShort: AppError,
): Promise<GrantModel> {
  const { externalUserId, expiresAt, ...moved } = terms
  const id = newId(now.getTime())
  const lotId = newId(now.getTime())
  await post(transaction, grantIssued({ transactionId: id, lotId, expiresAt, ...moved }), ifShort)
  const grant = await transaction.grant.create({
    data: {
      ...{ id, lotId, externalUserId, ...moved, transactionId: id, createdAt: now },
      ...{ balanceBeforeMicrocents: balanceBefore, description: description ?? null, expiresAt: expiresAt ?? null },
    },
  })
  await tellOfGrant(transaction, grant, { type: 'grant.issued', now })
  return grant
}
