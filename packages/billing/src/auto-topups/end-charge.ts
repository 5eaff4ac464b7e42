// The end of an automatic charge: paid, or failed. After three failures in a row nothing is charged any more.
import type { AutoTopupChargeModel, DatabaseTransaction } from '@farebox/db'
import type { ChargeFailure } from './charge-failure.ts'
import { noteForOwner } from './note-for-owner.ts'
import { stopAutoTopups } from './stop-auto-topup.ts'

const HOUR_MS = 60 * 60_000
const FAILURES_MAX = 3
/** After the first failure and the second. */
const pausesMs = [HOUR_MS, 24 * HOUR_MS]

/** The order first, as whoever books its payment does. */
export async function lockCharge(transaction: DatabaseTransaction, orderId: string): Promise<AutoTopupChargeModel | null> {
  await transaction.$queryRaw`select id from "order" where id = ${orderId}::uuid for update`
  await transaction.$queryRaw`select order_id from auto_topup_charge where order_id = ${orderId}::uuid for update`
  return transaction.autoTopupCharge.findUnique({ where: { orderId } })
}

/** Its receipt is the mail that says so. */
export async function endAsPaid(transaction: DatabaseTransaction, { orderId, walletId }: AutoTopupChargeModel, now: Date): Promise<void> {
  await transaction.autoTopupCharge.update({ where: { orderId }, data: { state: 'paid', endedAt: now, failureCode: null } })
  await transaction.autoTopup.update({ where: { walletId }, data: { failures: 0, nextTryAt: null } })
}

export async function endAsFailed(
  transaction: DatabaseTransaction,
  { orderId, walletId }: AutoTopupChargeModel,
  { code, stops, now }: ChargeFailure & { now: Date },
): Promise<void> {
  await transaction.autoTopupCharge.update({ where: { orderId }, data: { state: 'failed', failureCode: code, endedAt: now } })
  await transaction.order.updateMany({ where: { id: orderId, status: { in: ['created', 'open'] } }, data: { status: 'failed' } })
  const { failures: before } = await transaction.autoTopup.findUniqueOrThrow({ where: { walletId } })
  const failures = Math.min(before + 1, FAILURES_MAX)
  const pauseMs = pausesMs[failures - 1] ?? 24 * HOUR_MS
  await transaction.autoTopup.update({ where: { walletId }, data: { failures, nextTryAt: new Date(now.getTime() + pauseMs) } })
  const reason = stops ?? (failures === FAILURES_MAX ? 'declined' : undefined)
  if (reason) await stopAutoTopups(transaction, { walletIds: [walletId], reason, now })
  else await noteForOwner(transaction, { walletId, about: 'failed', orderId, reason: code, now })
}
