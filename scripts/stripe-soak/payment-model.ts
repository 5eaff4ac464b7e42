// One payment, as the rules of refunds and disputes say it must end: an independent model. It imports nothing of our books, and must
// stay so: it is what they are compared with. Amounts are microcents, but for `cents`.

const CENT = 1_000_000n

export type RefundTruth = {
  cents: bigint
  credit: bigint
  fee: bigint
  owed: bigint
  state: 'pending' | 'succeeded' | 'failed'
  /** Stripe has it; its money has left. */
  isAtStripe: boolean
  isAway: boolean
}
export type DisputeTruth = {
  cents: bigint
  phase: 'inquiry' | 'open' | 'won' | 'lost'
  isTaken: boolean
  wallet: bigint
  markup: bigint
  fee: bigint
  loss: bigint
}

export type PaymentTruth = {
  orderId: string
  walletId: string
  cents: bigint
  credit: bigint
  /** Spendable, or frozen by a dispute or warning. */
  left: bigint
  frozen: bigint
  /** What calls paid of it as markup, by organization. */
  markup: Map<string, bigint>
  refunds: Map<string, RefundTruth>
  disputes: Map<string, DisputeTruth>
  warnings: Set<string>
}

/** What a wallet owes, shared by its payments. */
export type Debt = { owed: bigint }

const least = (one: bigint, other: bigint) => (one < other ? one : other)
const atLeastZero = (amount: bigint) => (amount > 0n ? amount : 0n)
const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n)

const standing = ({ refunds }: PaymentTruth) => [...refunds.values()].filter(({ state }) => state !== 'failed')
const lostOf = ({ disputes }: PaymentTruth) => [...disputes.values()].filter(({ phase }) => phase === 'lost')

/** Bought: a debt is repaid first. */
export function buy(
  { orderId, walletId, cents, credit }: Pick<PaymentTruth, 'orderId' | 'walletId' | 'cents' | 'credit'>,
  debt: Debt,
): PaymentTruth {
  const repaid = least(debt.owed, credit)
  debt.owed -= repaid
  const none = { markup: new Map(), refunds: new Map(), disputes: new Map(), warnings: new Set<string>() }
  return { orderId, walletId, cents, credit, left: credit - repaid, frozen: 0n, ...none }
}

/** The fee's share of some of the price: rounded down, and what takes the last of the price takes the last of the fee, as far as it goes. */
function feeShare(payment: PaymentTruth, cents: bigint, except?: DisputeTruth): bigint {
  const fee = payment.cents * CENT - payment.credit
  const lost = lostOf(payment).filter((dispute) => dispute !== except)
  const takenFee = sum(standing(payment).map((refund) => refund.fee)) + sum(lost.map((dispute) => dispute.fee))
  const takenCents = sum(standing(payment).map((refund) => refund.cents)) + sum(lost.map((dispute) => dispute.cents))
  const left = atLeastZero(fee - takenFee)
  return cents >= payment.cents - takenCents ? least(left, cents * CENT) : least((cents * fee) / payment.cents, left)
}

/** A buyer who has spent nothing gets the fee back too; of what was spent in part it is kept. Others give back its share. */
function feeOf(payment: PaymentTruth, cents: bigint, by: 'buyer' | 'operator' | 'dashboard'): bigint {
  if (by !== 'buyer') return feeShare(payment, cents)
  const before = standing(payment)
  const isUnspent =
    payment.left + sum(before.map((refund) => refund.credit)) === payment.credit && before.every((refund) => refund.owed === 0n)
  const takesTheRest =
    cents === payment.cents - sum(before.map((refund) => refund.cents)) - sum(lostOf(payment).map((dispute) => dispute.cents))
  return isUnspent && takesTheRest ? feeShare(payment, cents) : 0n
}

export function refund(
  payment: PaymentTruth,
  debt: Debt,
  { refundId, cents, by }: { refundId: string; cents: bigint; by: 'buyer' | 'operator' | 'dashboard' },
): RefundTruth {
  const fee = feeOf(payment, cents, by)
  const wanted = cents * CENT - fee
  const credit = least(wanted, payment.left + payment.frozen)
  const fromLeft = least(credit, payment.left)
  payment.left -= fromLeft
  payment.frozen -= credit - fromLeft
  const taken: RefundTruth = { cents, credit, fee, owed: wanted - credit, state: 'pending', isAtStripe: false, isAway: false }
  debt.owed += taken.owed
  payment.refunds.set(refundId, taken)
  settle(payment)
  return taken
}

/** It did not arrive: what was taken is back, a debt is smaller again, and what is back repays what is still owed. */
export function failRefund(payment: PaymentTruth, debt: Debt, failed: RefundTruth): void {
  failed.state = 'failed'
  const forgiven = least(debt.owed, failed.owed)
  debt.owed -= forgiven
  const back = failed.credit + failed.owed - forgiven
  const repaid = least(debt.owed, back)
  debt.owed -= repaid
  payment.left += back - repaid
  settle(payment)
}

/** Refunds that Stripe has not, and will refuse when this much more of the payment is given back: they make room first. */
export function crowdOut(payment: PaymentTruth, debt: Debt, { cents, accepted }: { cents: bigint; accepted: ReadonlySet<string> }): void {
  const atStripe = sum(standing(payment).map((one) => (one.isAtStripe ? one.cents : 0n)))
  for (const [refundId, one] of payment.refunds) {
    const isWaiting = one.state === 'pending' && !one.isAtStripe && !accepted.has(refundId)
    if (isWaiting && one.cents > payment.cents - atStripe - cents) failRefund(payment, debt, one)
  }
}

/** Brings to rest what follows from the state of warnings and disputes, however it came about. */
export function settle(payment: PaymentTruth): void {
  for (const dispute of payment.disputes.values()) {
    if (dispute.phase !== 'lost') giveBackLoss(payment, dispute)
  }
  for (const dispute of payment.disputes.values()) if (dispute.phase === 'lost') lose(payment, dispute)
  if (isFrozen(payment)) {
    payment.frozen += payment.left
    payment.left = 0n
  } else {
    payment.left += payment.frozen
    payment.frozen = 0n
  }
}

/** A dispute freezes while it is open; a warning, until there is a dispute, or all is given back. */
export function isFrozen({ disputes, warnings, cents, ...payment }: PaymentTruth): boolean {
  const real = [...disputes.values()].filter(({ phase }) => phase !== 'inquiry')
  if (real.some(({ phase }) => phase === 'open')) return true
  const refundedCents = sum(standing({ ...payment, disputes, warnings, cents }).map((one) => one.cents))
  return warnings.size > 0 && real.length === 0 && refundedCents < cents
}

function giveBackLoss(payment: PaymentTruth, dispute: DisputeTruth): void {
  payment.frozen += dispute.wallet
  Object.assign(dispute, { wallet: 0n, markup: 0n, fee: 0n, loss: 0n })
}

/** What is left of the payment bears it, then the markup it paid, then the package's fee, then we. */
function lose(payment: PaymentTruth, dispute: DisputeTruth): void {
  const whole = dispute.cents * CENT
  const share = feeShare(payment, dispute.cents, dispute)
  const there = payment.left + payment.frozen + dispute.wallet
  const wallet = least(whole - share, there)
  payment.left = there - wallet
  payment.frozen = 0n
  const claimedByOthers = sum(
    lostOf(payment)
      .filter((one) => one !== dispute)
      .map((one) => one.markup),
  )
  const markup = least(sum(payment.markup.values()) - claimedByOthers, atLeastZero(whole - share - wallet))
  const fee = least(share, whole - wallet)
  Object.assign(dispute, { wallet, markup, fee, loss: whole - wallet - markup - fee })
}
