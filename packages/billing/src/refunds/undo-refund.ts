// A refund did not happen, or came back: what was taken for it is put back where it was, in new lots, and a debt is smaller again.
import { newId, type OrderModel, type RefundModel, type TransferModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { post, type RefundReturn, refundUndone } from '@farebox/ledger'
import { least, microcents } from '@farebox/money'
import { lockedDestination } from '../claims/claim-wallet.ts'
import { repayFrom } from '../debts/repay-debt.ts'
import { lockLotsOfPayment } from '../payments/lots-of-payment.ts'
import type { MoneyIn } from '../payments/money-in.ts'

/** The order's row is locked. */
export async function undoRefund({ transaction }: MoneyIn, order: OrderModel, refund: RefundModel): Promise<void> {
  await lockLotsOfPayment(transaction, order)
  const taken = await transaction.operation.findUniqueOrThrow({ where: { operationKey: `refund:${refund.id}` } })
  const transfers = await transaction.transfer.findMany({
    where: { walletId: taken.walletId, transactionId: taken.transactionId },
    orderBy: { n: 'asc' },
  })
  const returns: RefundReturn[] = []
  for (const transfer of transfers) returns.push(...(await returnsOf({ transaction }, order, transfer)))
  const { mode, feeMicrocents } = refund
  await post(
    transaction,
    refundUndone({
      ...{ transactionId: newId(), mode, refundId: refund.id, reversesId: taken.transactionId, returns },
      feeMicrocents: microcents(feeMicrocents),
    }),
  )
  const lots = returns.flatMap((part) => (part.kind === 'lot' ? [part] : []))
  for (const walletId of new Set(lots.map((lot) => lot.walletId))) {
    const newLots = lots.filter((lot) => lot.walletId === walletId).map(({ newLotId }) => newLotId)
    await repayFrom(transaction, { id: walletId, mode }, newLots)
  }
}

async function returnsOf(
  { transaction }: Pick<MoneyIn, 'transaction'>,
  order: OrderModel,
  transfer: TransferModel,
): Promise<RefundReturn[]> {
  const { debitKind, debitId } = transfer
  const amountMicrocents = microcents(transfer.amountMicrocents)
  if (debitKind === 'package_fee') return []
  if (debitKind === 'lot') {
    const lot = await transaction.lot.findFirstOrThrow({ where: { id: debitId } })
    return [await newLot({ transaction }, { walletId: lot.walletId, originLotId: lot.id, appId: lot.appId, amountMicrocents })]
  }
  if (debitKind === 'grant_pool') return [{ kind: 'grant_pool', appId: debitId, amountMicrocents }]
  const debt = await transaction.account.findUnique({ where: { mode_kind_id: { mode: transfer.mode, kind: debitKind, id: debitId } } })
  const stillOwed = least(microcents(debt?.balanceMicrocents ?? 0n), amountMicrocents)
  const repaid = microcents(amountMicrocents - stillOwed)
  if (debitKind === 'organization_receivable') {
    const owed = { kind: 'debt', debtor: { kind: debitKind, organizationId: debitId }, amountMicrocents: stillOwed } as const
    return order.appId ? [owed, { kind: 'grant_pool', appId: order.appId, amountMicrocents: repaid }] : [owed]
  }
  if (debitKind !== 'user_receivable') throw new AppError('internal_error', { internal: `a refund took from ${debitKind}` })
  const owed = { kind: 'debt', debtor: { kind: debitKind, walletId: debitId }, amountMicrocents: stillOwed } as const
  // Repaid meanwhile, with the wallet's own money: that comes back to it.
  const back = await newLot({ transaction }, { walletId: debitId, originLotId: order.lotId, appId: null, amountMicrocents: repaid })
  return [owed, back]
}

type Part = { walletId: string; originLotId: string | null; appId: string | null; amountMicrocents: RefundReturn['amountMicrocents'] }

async function newLot(
  { transaction }: Pick<MoneyIn, 'transaction'>,
  { walletId, originLotId, appId, amountMicrocents }: Part,
): Promise<RefundReturn> {
  const wallet = await lockedDestination(transaction, walletId)
  // Once the wallet is claimed, paid money is spendable in every app.
  const boundTo = wallet.id === walletId ? appId : null
  return {
    ...{ kind: 'lot', walletId: wallet.id, newLotId: newId(), amountMicrocents },
    ...{ originLotId: originLotId ?? undefined, appId: boundTo ?? undefined },
  }
}
