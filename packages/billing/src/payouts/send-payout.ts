// An approved payout goes to Stripe. What may have been sent is on record before Stripe is called, and nobody waits for a lock meanwhile.
import type { PayoutModel, PayoutStatus } from '@farebox/db'
import { refreshPayoutAccount } from '../payout-accounts/refresh-payout-account.ts'
import type { TransferOutcome, TransferRequest } from '../stripe/money-out-gate.ts'
import type { Till } from '../topups/open-checkout.ts'
import { bookSent } from './book-transfers.ts'
import { endPayout } from './end-payout.ts'
import { aloneWith, type MoneyOut } from './money-out.ts'
import { movePayout } from './move-payout.ts'
import { sendingStop } from './sending-stops.ts'

const clock = { kind: 'clock' } as const

/** Stripe said no for now: the same payout is tried again later, under a key of its own. */
const passing: Readonly<Record<string, number>> = {
  balance_insufficient: 60 * 60_000,
  insufficient_funds: 60 * 60_000,
  rate_limit: 60_000,
  lock_timeout: 60_000,
}

/** Answers the payout's state afterwards. Throws where Stripe cannot be asked about the account: the payout stays approved. */
export async function sendPayout(till: Till, payoutId: string, now: Date): Promise<PayoutStatus> {
  const { organizationId } = await till.database.payout.findUniqueOrThrow({ where: { id: payoutId } })
  await refreshPayoutAccount({ database: till.database, moneyOut: till.stripe.moneyOut }, organizationId, now)
  const request = await aloneWith(till.database, organizationId, (moneyOut) => beginAttempt(moneyOut, payoutId, now))
  if (request) await finishAttempt(till, request, { outcome: await till.stripe.moneyOut.transfer(request), now })
  const { status } = await till.database.payout.findUniqueOrThrow({ where: { id: payoutId } })
  return status
}

/** Everything is asked again under the lock; then the attempt is on record. Undefined: it may not be sent now. */
async function beginAttempt(moneyOut: MoneyOut, payoutId: string, now: Date): Promise<TransferRequest | undefined> {
  const { transaction } = moneyOut
  const payout = await transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
  if (payout.status !== 'approved' || (payout.attemptAfter && payout.attemptAfter > now)) return undefined
  const stop = await sendingStop(transaction, payout, now)
  if (stop?.kind === 'cancel') {
    const { reason, message } = stop
    await endPayout(moneyOut, payout, { to: 'rejected', actor: clock, says: `Ended before sending: ${reason}.`, failure: message, now })
    return undefined
  }
  if (stop) {
    await holdPayout(moneyOut, payout, { ...stop, now })
    return undefined
  }
  const attempt = payout.attempt + 1
  const { stripeAccountId, amountCents } = payout
  await transaction.payoutAttempt.create({
    data: { payoutId, attempt, idempotencyKey: `payout:${payoutId}:${attempt}`, startedAt: now },
  })
  await movePayout(moneyOut, payout, {
    ...{ to: 'sending', actor: clock, says: `Attempt ${attempt}: Stripe is asked.`, changes: { attempt, attemptAfter: null }, now },
  })
  return { payoutId, attempt, amountCents, stripeAccountId }
}

/** A hold needs a person to end it, even where the payout had passed without one. */
export async function holdPayout(
  moneyOut: MoneyOut,
  payout: PayoutModel,
  { reason, message, reviewAt, now }: { reason: string; message: string; reviewAt: Date; now: Date },
): Promise<void> {
  const changes = { needsReview: true, holdReason: reason, holdMessage: message, reviewAt }
  await movePayout(moneyOut, payout, { to: 'held', actor: clock, says: `On hold: ${reason}.`, changes, now })
}

/** Books what Stripe answered to one attempt. An answer that comes after the matter is settled changes nothing. */
export async function finishAttempt(
  { database }: Pick<Till, 'database'>,
  request: TransferRequest,
  { outcome, now }: { outcome: TransferOutcome; now: Date },
): Promise<void> {
  const { payoutId, attempt } = request
  const { organizationId } = await database.payout.findUniqueOrThrow({ where: { id: payoutId } })
  await aloneWith(database, organizationId, async (moneyOut) => {
    const payout = await moneyOut.transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
    const isOpen = (payout.status === 'sending' || payout.status === 'unknown') && payout.attempt === attempt
    if (!isOpen) return
    if (outcome.kind === 'accepted') await bookSent(moneyOut, payout, { transferId: outcome.transferId, actor: clock, now })
    else if (outcome.kind === 'refused') await bookRefusal(moneyOut, payout, { ...outcome, now })
    else await bookUnknown(moneyOut, payout, { cause: outcome.cause, now })
  })
}

async function bookRefusal(
  moneyOut: MoneyOut,
  payout: PayoutModel,
  { code, message, now }: { code: string; message: string; now: Date },
): Promise<void> {
  const { id: payoutId, attempt } = payout
  const failure = `${code}: ${message}`
  await moneyOut.transaction.payoutAttempt.update({
    where: { payoutId_attempt: { payoutId, attempt } },
    data: { outcome: 'refused', finishedAt: now, failure },
  })
  const waitMs = Object.hasOwn(passing, code) ? passing[code] : undefined
  const says = `Stripe refused attempt ${attempt}: ${failure}`
  if (waitMs === undefined) {
    const told = 'Stripe refused this payout. The money is in your available earnings again.'
    await endPayout(moneyOut, payout, { to: 'failed', actor: { kind: 'stripe' }, says, failure: told, details: { code }, now })
    return
  }
  const attemptAfter = new Date(now.getTime() + waitMs)
  await movePayout(moneyOut, payout, {
    ...{ to: 'approved', actor: { kind: 'stripe' }, says, details: { code }, changes: { attemptAfter }, now },
  })
}

async function bookUnknown(moneyOut: MoneyOut, payout: PayoutModel, { cause, now }: { cause: string; now: Date }): Promise<void> {
  const { id: payoutId, attempt } = payout
  await moneyOut.transaction.payoutAttempt.update({
    where: { payoutId_attempt: { payoutId, attempt } },
    data: { outcome: 'unknown', finishedAt: now, failure: cause },
  })
  if (payout.status === 'unknown') return
  const says = `Nobody knows whether attempt ${attempt} reached Stripe: ${cause}`
  await movePayout(moneyOut, payout, { to: 'unknown', actor: clock, says, now })
}
