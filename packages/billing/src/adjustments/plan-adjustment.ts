// What an adjustment would move, exactly: the dry run the proposer sees is the movement the approver posts.
import { type DatabaseTransaction, newId, publicId, type TransactionModel, type WalletModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import {
  balanceCorrected,
  type Debtor,
  debtWrittenOff,
  goodwillGiven,
  type Movement,
  movementReversed,
  takeFromLots,
} from '@farebox/ledger'
import { formatExact, microcents } from '@farebox/money'
import { planDisputeWriteOff } from '../disputes/write-off.ts'
import type { AdjustmentRequest } from './request.ts'

export type PlannedAdjustment = {
  movement: Movement
  sentence: string
  /** What a row says of it too: written in the transaction that posts the movement. */
  alongside?: ((transaction: DatabaseTransaction) => Promise<unknown>) | undefined
}

/** Locks the wallet first, where there is one: what is read here is what is posted. Throws where it cannot be made. */
export async function planAdjustment(
  transaction: DatabaseTransaction,
  { adjustmentId, request, now }: { adjustmentId: string; request: AdjustmentRequest; now: Date },
): Promise<PlannedAdjustment> {
  if (request.kind === 'funding_update') return planFundingUpdate(transaction, adjustmentId, request)
  if (request.kind === 'goodwill') return planGoodwill(transaction, { adjustmentId, request, now })
  if (request.kind === 'reversal') return planReversal(transaction, request)
  const { debtor, amount } = request
  if (debtor.kind === 'disputed') return planDisputeWriteOff(transaction, { ...debtor, amountMicrocents: microcents(amount) })
  return planWriteOff(transaction, adjustmentId, { debtor, amount })
}

type Asked<Kind extends AdjustmentRequest['kind']> = Extract<AdjustmentRequest, { kind: Kind }>

async function lockWallet(transaction: DatabaseTransaction, walletId: string): Promise<WalletModel> {
  await transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
  const wallet = await transaction.wallet.findUnique({ where: { id: walletId } })
  if (!wallet) throw new AppError('not_found', { message: 'There is no such wallet.' })
  if (wallet.status === 'closed') throw new AppError('adjustment_not_possible', { message: 'This wallet is closed. Nothing was moved.' })
  return wallet
}

async function planFundingUpdate(
  transaction: DatabaseTransaction,
  adjustmentId: string,
  { walletId, ...amounts }: Asked<'funding_update'>,
): Promise<PlannedAdjustment> {
  const { mode } = await lockWallet(transaction, walletId)
  const lots = await transaction.lot.findMany({ where: { walletId }, orderBy: { id: 'asc' } })
  const balance = lots.reduce((total, lot) => total + lot.availableMicrocents + lot.heldMicrocents, 0n)
  const [oldAmount, newAmount] = [microcents(amounts.oldAmount), microcents(amounts.newAmount)]
  if (balance !== oldAmount) {
    const message = `The wallet has ${formatExact(microcents(balance))}, not ${formatExact(oldAmount)}. Nothing was moved. Look again.`
    throw new AppError('adjustment_stale', { message })
  }
  if (oldAmount === newAmount) throw new AppError('adjustment_not_possible', { message: 'The wallet has this amount already.' })
  const correction = { transactionId: newId(), mode, adjustmentId, walletId }
  const sentence = `${publicId('wallet', walletId)} goes from ${formatExact(oldAmount)} to ${formatExact(newAmount)}.`
  if (newAmount > oldAmount) {
    const amountMicrocents = microcents(newAmount - oldAmount)
    return { sentence, movement: balanceCorrected({ ...correction, direction: 'up', lotId: newId(), amountMicrocents }) }
  }
  const takes = takeFromLots(
    lots.map(({ id, kind, availableMicrocents }) => ({ lotId: id, kind, amountMicrocents: microcents(availableMicrocents) })),
    microcents(oldAmount - newAmount),
  )
  if (!takes) {
    const message = 'The wallet does not have this much that is neither a developer’s grant nor reserved by a call. Nothing was moved.'
    throw new AppError('adjustment_not_possible', { message })
  }
  return { sentence, movement: balanceCorrected({ ...correction, direction: 'down', takes }) }
}

async function planGoodwill(
  transaction: DatabaseTransaction,
  { adjustmentId, request, now }: { adjustmentId: string; request: Asked<'goodwill'>; now: Date },
): Promise<PlannedAdjustment> {
  const { walletId, expiresAt } = request
  const { mode } = await lockWallet(transaction, walletId)
  if (expiresAt && expiresAt <= now) throw new AppError('adjustment_not_possible', { message: 'It would expire before it is given.' })
  const amountMicrocents = microcents(request.amount)
  const until = expiresAt ? `, until ${expiresAt.toISOString().slice(0, 10)}` : ''
  return {
    sentence: `${publicId('wallet', walletId)} is given ${formatExact(amountMicrocents)} at our cost${until}.`,
    movement: goodwillGiven({ transactionId: newId(), mode, adjustmentId, walletId, lotId: newId(), amountMicrocents, expiresAt }),
  }
}

async function planReversal(transaction: DatabaseTransaction, { transactionId }: Asked<'reversal'>): Promise<PlannedAdjustment> {
  const original = await transaction.transaction.findFirst({ where: { id: transactionId } })
  if (!original) throw new AppError('not_found', { message: 'There is no such movement.' })
  await refuseSecondReversal(transaction, original)
  const transfers = await transaction.transfer.findMany({
    where: { walletId: original.walletId, transactionId },
    orderBy: { n: 'asc' },
  })
  const lotIds = transfers
    .flatMap((one) => [one.debitKind === 'lot' ? one.debitId : '', one.creditKind === 'lot' ? one.creditId : ''])
    .filter(Boolean)
  const lots = await transaction.lot.findMany({ where: { id: { in: lotIds } }, select: { walletId: true } })
  const walletIds = [...new Set(lots.map(({ walletId }) => walletId))].sort()
  for (const walletId of walletIds) await lockWallet(transaction, walletId)
  const movement = movementReversed({
    transactionId: newId(),
    original: {
      ...{ transactionId, mode: original.mode, kind: original.kind, walletIds },
      ...(walletIds[0] && { walletId: original.walletId }),
      transfers: transfers.map(({ debitKind, debitId, creditKind, creditId, amountMicrocents }) => ({
        debit: { kind: debitKind, id: debitId },
        credit: { kind: creditKind, id: creditId },
        amount: microcents(amountMicrocents),
      })),
    },
  })
  return { movement, sentence: `${publicId('transaction', transactionId)} (${original.kind}) is undone by its exact opposite.` }
}

async function refuseSecondReversal(transaction: DatabaseTransaction, { id }: TransactionModel): Promise<void> {
  const reversal = await transaction.transaction.findFirst({ where: { reversesId: id } })
  if (!reversal) return
  throw new AppError('adjustment_not_possible', {
    message: `It is undone already, by ${publicId('transaction', reversal.id)}. Nothing was moved.`,
  })
}

async function planWriteOff(
  transaction: DatabaseTransaction,
  adjustmentId: string,
  { debtor, amount }: { debtor: Debtor; amount: bigint },
): Promise<PlannedAdjustment> {
  const id = debtor.kind === 'user_receivable' ? debtor.walletId : debtor.organizationId
  const mode = debtor.kind === 'user_receivable' ? (await lockWallet(transaction, debtor.walletId)).mode : 'live'
  const owed = await transaction.account.findUnique({ where: { mode_kind_id: { mode, kind: debtor.kind, id } } })
  const [amountMicrocents, debt] = [microcents(amount), microcents(owed?.balanceMicrocents ?? 0n)]
  if (debt < amountMicrocents) {
    throw new AppError('adjustment_not_possible', { message: `Only ${formatExact(debt)} is owed. Nothing was moved.` })
  }
  const whose = debtor.kind === 'user_receivable' ? publicId('wallet', id) : publicId('organization', id)
  return {
    sentence: `${formatExact(amountMicrocents)} of the ${formatExact(debt)} that ${whose} owes becomes our loss.`,
    movement: debtWrittenOff({ transactionId: newId(), mode, adjustmentId, debtor, amountMicrocents }),
  }
}
