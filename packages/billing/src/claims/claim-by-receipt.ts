// Whoever paid into an unclaimed wallet claims it from the receipt mail, signed in with the address that paid. From then on the app's
// calls for this user are paid by their own wallet, so they agree to a limit with it, as when connecting.
import type { Database, DatabaseTransaction, Mode, OrderModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { writeConnection } from '../connections/connect-wallet.ts'
import { type ConsentChoice, evidenceOf, termsOfChoice } from '../connections/consent.ts'
import { receiptHash } from '../receipts/send-receipt.ts'
import { ownWallet } from '../wallet/own-wallet.ts'
import { claimWallet, lockForClaim, refuseUnclaimable } from './claim-wallet.ts'
import { isSameAddress } from './same-address.ts'

type Claimer = { userId: string; email: string }

export type ClaimableReceipt = {
  walletId: string
  appId: string
  mode: Mode
  /** The app's own id of the account whose calls it pays for. */
  externalUserId: string
  /** What is in it, bought and given. */
  balance: Microcents
}

/** Throws `not_found`, `wallet_claimed`, `claim_not_yours`: what the page says before anything is decided. */
export async function findClaimable(
  database: DatabaseTransaction,
  { token, person }: { token: string; person: Claimer },
): Promise<ClaimableReceipt> {
  const order = await database.order.findUnique({ where: { receiptTokenHash: receiptHash(token) } })
  if (!order?.walletId || !order.appId) throw new AppError('not_found', { message: 'There is nothing to claim here.' })
  const { walletId, appId, mode } = order
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  refuseUnclaimable(wallet)
  await refuseOtherPayers(database, order, person)
  const user = await database.externalUser.findFirst({ where: { walletId, appId } })
  if (!user) throw new AppError('not_found')
  const { _sum } = await database.lot.aggregate({ where: { walletId }, _sum: { availableMicrocents: true } })
  const balance = microcents(_sum.availableMicrocents ?? 0n)
  return { walletId, appId, mode, externalUserId: user.externalUserId, balance }
}

export type ClaimByReceipt = { token: string; person: Claimer; choice: ConsentChoice; shown: { markupBps: number; ip: string }; now: Date }

export async function claimByReceipt(database: Database, { token, person, choice, shown, now }: ClaimByReceipt): Promise<void> {
  const { walletId, appId, mode, externalUserId } = await findClaimable(database, { token, person })
  const { userId } = person
  const evidence = await evidenceOf(database, { appId, now }, choice, shown)
  const { id: toWalletId } = await ownWallet(database, userId, now, mode)
  await database.$transaction(async (transaction) => {
    await lockForClaim(transaction, { walletId, toWalletId })
    // Again, now that nobody can pay in meanwhile.
    await findClaimable(transaction, { token, person })
    await claimWallet(transaction, { walletId, toWalletId, userId, proof: 'receipt', now })
    await writeConnection(transaction, {
      ...{ userId, walletId: toWalletId, mode, appId, externalUserId, now },
      ...termsOfChoice(choice, now),
      shown: { ...evidence, details: { ...evidence.details, claimed: walletId, externalUserId } },
    })
  })
}

/** The address this receipt was sent to; and no money of anybody else's may come along. */
async function refuseOtherPayers(database: DatabaseTransaction, { walletId, buyerEmail }: OrderModel, { email }: Claimer): Promise<void> {
  if (!buyerEmail || !isSameAddress(buyerEmail, email)) throw new AppError('claim_not_yours')
  const paid = await database.order.findMany({ where: { walletId, status: 'paid' }, select: { buyerEmail: true } })
  if (paid.some((order) => !order.buyerEmail || !isSameAddress(order.buyerEmail, email))) {
    throw new AppError('claim_not_yours', {
      message: 'Somebody else paid into this balance too, so no receipt alone can claim it. Ask the app to connect you. Nothing was moved.',
    })
  }
}
