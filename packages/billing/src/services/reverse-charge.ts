// A developer gives a charge back, once: of their own service all of it, of a model's call its markup, to the lots it came from.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { type ChargeModel, type Database, type DatabaseTransaction, newId, parsePublicId, publicId, type TransferModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type ChargeReversed, chargeReversed, earningsToTake, foldTransfers, post, serviceReturnsToTake } from '@farebox/ledger'
import { type Microcents, microcents, sum } from '@farebox/money'
import { recordAudit } from '../organizations/record-audit.ts'

export type Reversal = { caller: Pick<ApiKeyPrincipal, 'appId' | 'mode'>; chargeId: string; reason: string; now: Date }

export type Reversed = { chargeId: string; amount: Microcents; reversedAt: Date }

const FOLD_TRIES = 100
const FOLD_PAUSE_MS = 20

export async function reverseCharge(database: Database, { caller, chargeId, reason, now }: Reversal): Promise<Reversed> {
  const charge = await findCharge(database, caller, chargeId)
  // What this minute's calls earned is in the books, and not yet in the sums that are taken from.
  await foldedUpTo(database, charge)
  return database.$transaction(async (transaction) => {
    await lockWallet(transaction, charge)
    if (await transaction.operation.findUnique({ where: { operationKey: `reverse:${charge.id}` } })) {
      throw new AppError('charge_already_reversed')
    }
    const parts = await partsOf(transaction, charge)
    const amount = sum(parts.map((part) => part.amountMicrocents))
    if (amount === 0n) throw notReversible('Nothing of this charge went to you, so there is nothing you can give back.')

    const movement = chargeReversed({
      ...{ transactionId: newId(now.getTime()), chargeId: charge.id, mode: charge.mode, walletId: charge.walletId, parts },
      organizationId: charge.organizationId,
      earningsAre: await whereEarningsAre(transaction, charge, parts),
    })
    const posted = await post(transaction, movement, notReversible('Your available earnings do not hold this much any more.'))
    if (posted.duplicate) throw new AppError('charge_already_reversed')
    const details = { reason, amountMicrocents: String(amount), transactionId: posted.transactionId }
    await recordAudit(transaction, { userId: undefined, action: 'charge.reversed', subject: publicId('charge', charge.id), details, now })
    return { chargeId: publicId('charge', charge.id), amount, reversedAt: now }
  })
}

/** Another app's charge, or another mode's, is not found. */
async function findCharge(database: Database, { appId, mode }: Reversal['caller'], id: string): Promise<ChargeModel> {
  const chargeId = parsePublicId(id, 'charge', 'request')
  const charge = chargeId && (await database.charge.findFirst({ where: { id: chargeId, appId, mode } }))
  if (!charge) throw new AppError('not_found', { message: 'This app has no such charge.' })
  return charge
}

async function foldedUpTo(database: Database, { walletId, id }: ChargeModel): Promise<void> {
  for (let attempt = 0; attempt < FOLD_TRIES; attempt++) {
    await foldTransfers(database)
    const [waiting] = await database.$queryRaw<{ count: bigint }[]>`
      select count(*) from transfer
       where wallet_id = ${walletId}::uuid and transaction_id = ${id}::uuid and created_xid >= (select folded_xid from fold_watermark)`
    if (waiting?.count === 0n) return
    await new Promise((resolve) => setTimeout(resolve, FOLD_PAUSE_MS))
  }
  throw new AppError('busy', { internal: `charge ${id} was not folded in time` })
}

/** First in the order of locks. A wallet that was claimed meanwhile, or closed, takes nothing back. */
async function lockWallet(transaction: DatabaseTransaction, { walletId }: ChargeModel): Promise<void> {
  const [wallet] = await transaction.$queryRaw<{ status: string }[]>`
    select status::text from wallet where id = ${walletId}::uuid for no key update`
  if (wallet?.status === 'closing' || wallet?.status === 'closed') throw notReversible('The wallet that paid has been closed or claimed.')
}

async function partsOf(transaction: DatabaseTransaction, charge: ChargeModel): Promise<ChargeReversed['parts']> {
  const transfers = await transaction.transfer.findMany({
    where: { walletId: charge.walletId, transactionId: charge.id, debitKind: 'lot' },
    orderBy: { n: 'asc' },
  })
  return transfers
    .filter(({ creditKind }) => creditKind === 'earnings_pending' || charge.serviceId !== null)
    .map(({ debitId, creditKind, creditId, amountMicrocents, accrualDay }: TransferModel) => ({
      lotId: debitId,
      amountMicrocents: microcents(amountMicrocents),
      from: { kind: creditKind, id: creditId },
      accrualDay: accrualDay?.toISOString().slice(0, 10),
    }))
}

/** Locks the day's earnings, and what own services took: nobody else takes the same while this is booked. */
async function whereEarningsAre(
  transaction: DatabaseTransaction,
  { mode, organizationId }: ChargeModel,
  parts: ChargeReversed['parts'],
): Promise<ChargeReversed['earningsAre']> {
  const from = (kind: string) => parts.filter((part) => part.from.kind === kind)
  const returned = sum(from('service_returned').map((part) => part.amountMicrocents))
  if (returned > 0n && (await serviceReturnsToTake(transaction, { mode, organizationId })).amountMicrocents < returned) {
    throw notReversible('What a grant or your own balance paid of it is back in your balance already. Give a new grant instead.')
  }
  const [earned] = from('earnings_pending')
  if (!earned?.accrualDay) return 'pending'
  const pending = await earningsToTake(transaction, { mode, organizationId, accrualDay: earned.accrualDay })
  return pending.amountMicrocents >= sum(from('earnings_pending').map((part) => part.amountMicrocents)) ? 'pending' : 'available'
}

const notReversible = (message: string) => new AppError('charge_not_reversible', { message })
