// The independent model: what every wallet, every organization and every account of ours must hold, from Stripe's own log and the notebook
// of what was done elsewhere. It knows nothing of our ledger or our use cases, and must stay so: it is what they are compared with.
import type { LogEntry } from '@farebox/stand-ins'
import type { Buyer, Note } from './notebook.ts'
import { buy, crowdOut, type Debt, type DisputeTruth, failRefund, type PaymentTruth, refund, settle } from './payment-model.ts'

const CENT = 1_000_000n

export type Truth = {
  wallets: Map<string, { left: bigint; frozen: bigint; owed: bigint }>
  /** Earned, less what lost disputes claimed and what Stripe transferred. */
  organizations: Map<string, bigint>
  /** By kind of account; what we have or have spent is positive. */
  accounts: Map<string, bigint>
  /** What cannot be: a refund of a payment that is not there. */
  impossible: string[]
}

type Building = {
  payments: Map<string, PaymentTruth>
  byOrder: Map<string, PaymentTruth>
  debts: Map<string, Debt>
  changes: Map<string, bigint>
  earnings: Map<string, bigint>
  accounts: Map<string, bigint>
  /** Refunds that Stripe has taken in the end, whatever it answered before. */
  accepted: Set<string>
  buyers: Map<string, Buyer>
  owners: Map<string, string>
  impossible: string[]
}

/** What each package credits, by its price in cents. */
const creditOf: Readonly<Record<number, bigint>> = { 500: 405n * CENT, 1000: 850n * CENT, 2500: 2_250n * CENT, 5000: 4_650n * CENT }

type Given = { log: readonly LogEntry[]; notes: readonly Note[]; buyers: readonly Buyer[]; accountOwners: ReadonlyMap<string, string> }

export function truthOf({ log, notes, buyers, accountOwners }: Given): Truth {
  const building: Building = {
    ...{ payments: new Map(), byOrder: new Map(), debts: new Map(), changes: new Map(), earnings: new Map(), accounts: new Map() },
    ...{ accepted: acceptedIn(log), impossible: [], owners: new Map(accountOwners) },
    buyers: new Map(buyers.map((buyer) => [buyer.orderId, buyer])),
  }
  const waiting = [...notes].sort((one, other) => one.after - other.after)
  for (const entry of log) {
    while (waiting[0] !== undefined && waiting[0].after < entry.sequence) note(building, waiting.shift() as Note)
    happen(building, entry)
  }
  for (const left of waiting) note(building, left)
  return summed(building)
}

const acceptedIn = (log: readonly LogEntry[]) =>
  new Set(log.flatMap((entry) => (entry.kind === 'refund' && entry.metadata.refund ? [entry.metadata.refund] : [])))

const add = (sums: Map<string, bigint>, name: string, amount: bigint) => sums.set(name, (sums.get(name) ?? 0n) + amount)

const debtOf = ({ debts }: Building, walletId: string): Debt => {
  const debt = debts.get(walletId) ?? { owed: 0n }
  debts.set(walletId, debt)
  return debt
}

function note(building: Building, given: Note): void {
  const { byOrder, changes, earnings, accounts, impossible } = building
  if (given.kind === 'refund asked') asked(building, given)
  if (given.kind === 'wallet changed') add(changes, given.walletId, given.changeMicrocents)
  if (given.kind === 'earnings changed') add(earnings, given.organizationId, given.changeMicrocents)
  if (given.kind === 'debt written off') {
    debtOf(building, given.walletId).owed -= given.amountMicrocents
    add(accounts, 'bad_debt', given.amountMicrocents)
  }
  if (given.kind === 'warning released') released(building, given.warningId)
  if (given.kind === 'call given back') givenBack(building, given)
  if (given.kind !== 'call' && given.kind !== 'debt repaid') return
  const payment = byOrder.get(given.orderId)
  const amount = given.kind === 'call' ? given.baseMicrocents + given.markupMicrocents : given.amountMicrocents
  if (!payment || payment.left < amount) {
    impossible.push(`${given.kind}: ${amount} were taken of order ${given.orderId}, which has ${payment?.left ?? 'never been paid'}.`)
    return
  }
  payment.left -= amount
  if (given.kind === 'debt repaid') debtOf(building, given.walletId).owed -= amount
  else {
    add(payment.markup, given.organizationId, given.markupMicrocents)
    add(earnings, given.organizationId, given.markupMicrocents)
  }
}

/** A person looked at it, and it was nothing. */
function released({ payments }: Building, warningId: string): void {
  for (const payment of payments.values()) if (payment.warnings.delete(warningId)) settle(payment)
}

/** Its developer gives the markup of a call back. */
function givenBack(
  { byOrder, earnings }: Building,
  { orderId, organizationId, amountMicrocents }: Extract<Note, { kind: 'call given back' }>,
): void {
  const payment = byOrder.get(orderId)
  if (!payment) return
  payment.left += amountMicrocents
  add(payment.markup, organizationId, -amountMicrocents)
  add(earnings, organizationId, -amountMicrocents)
  settle(payment)
}

/** It leaves the books before Stripe is asked. */
function asked(building: Building, { orderId, refundId, cents, by }: Extract<Note, { kind: 'refund asked' }>): void {
  const payment = building.byOrder.get(orderId)
  if (payment) refund(payment, debtOf(building, payment.walletId), { refundId, cents, by })
  else building.impossible.push(`Refund ${refundId} was asked for of an order that nobody paid.`)
}

/** Refusals after which the same refund is asked for again: our money at Stripe did not suffice that hour, or somebody held the charge. */
const PASSING = new Set(['balance_insufficient', 'insufficient_funds', 'rate_limit', 'lock_timeout'])

/** Stripe said no, and meant it: nothing of it happened. */
function refused(building: Building, { chargeId, metadata, code }: Entry<'refund-refused'>): void {
  if (PASSING.has(code)) return
  const refundId = metadata.refund ?? ''
  const payment = building.payments.get(chargeId)
  const known = payment?.refunds.get(refundId)
  if (!payment || !known || known.state !== 'pending' || building.accepted.has(refundId)) return
  failRefund(payment, debtOf(building, payment.walletId), known)
}

function happen(building: Building, entry: LogEntry): void {
  const { accounts } = building
  if (entry.kind === 'charge') charge(building, entry)
  if (entry.kind === 'refund') refunded(building, entry)
  if (entry.kind === 'refund-refused') refused(building, entry)
  if (entry.kind === 'dispute') disputed(building, entry)
  if (entry.kind === 'fraud-warning') {
    const payment = building.payments.get(entry.chargeId)
    payment?.warnings.add(entry.warningId)
    if (payment) settle(payment)
  }
  if (entry.kind === 'transfer') moveOut(building, entry.accountId, BigInt(entry.amountCents) * CENT)
  if (entry.kind === 'reversal') moveOut(building, entry.accountId, -BigInt(entry.amountCents) * CENT)
  if (entry.kind === 'fee') {
    add(accounts, 'stripe_balance', -BigInt(entry.amountCents) * CENT)
    add(accounts, 'stripe_fee', BigInt(entry.amountCents) * CENT)
  }
  if (entry.kind === 'balance-added' && entry.accountId === null) add(accounts, 'stripe_balance', BigInt(entry.amountCents) * CENT)
  if (entry.kind === 'payout' && entry.accountId === null) {
    const sign = entry.state === 'created' ? -1n : entry.state === 'paid' ? 0n : 1n
    add(accounts, 'stripe_balance', sign * BigInt(entry.amountCents) * CENT)
  }
}

function moveOut({ accounts, earnings, owners }: Building, accountId: string, amount: bigint): void {
  add(accounts, 'stripe_balance', -amount)
  const organizationId = owners.get(accountId)
  if (organizationId) add(earnings, organizationId, -amount)
}

type Entry<Kind extends LogEntry['kind']> = Extract<LogEntry, { kind: Kind }>

function charge(building: Building, { chargeId, amountCents, feeCents, metadata }: Entry<'charge'>): void {
  const { accounts, buyers, payments, byOrder, impossible } = building
  add(accounts, 'stripe_balance', BigInt(amountCents - feeCents) * CENT)
  add(accounts, 'stripe_fee', BigInt(feeCents) * CENT)
  const buyer = buyers.get(metadata.order ?? '')
  if (!buyer) {
    impossible.push(`Charge ${chargeId} is of no order.`)
    return
  }
  if (byOrder.has(buyer.orderId)) impossible.push(`Order ${buyer.orderId} was paid twice.`)
  const credit = buyer.kind === 'wallet_topup' ? (creditOf[amountCents] ?? 0n) : buyer.creditMicrocents
  const walletId = buyer.walletId ?? `pool of ${buyer.orderId}`
  const payment = buy({ orderId: buyer.orderId, walletId, cents: BigInt(amountCents), credit }, debtOf(building, walletId))
  payments.set(chargeId, payment)
  byOrder.set(buyer.orderId, payment)
}

function refunded(building: Building, entry: Entry<'refund'>): void {
  const { accounts, impossible } = building
  const payment = building.payments.get(entry.chargeId)
  if (!payment) {
    impossible.push(`Refund ${entry.refundId} is of a payment that is not known.`)
    return
  }
  const debt = debtOf(building, payment.walletId)
  const whole = BigInt(entry.amountCents) * CENT
  const refundId = entry.metadata.refund ?? entry.refundId
  const cents = BigInt(entry.amountCents)
  if (!payment.refunds.has(refundId)) crowdOut(payment, debt, { cents, accepted: building.accepted })
  const known = payment.refunds.get(refundId) ?? refund(payment, debt, { refundId, cents, by: 'dashboard' })
  known.isAtStripe = true
  if (entry.transactionId !== null && !known.isAway) {
    known.isAway = true
    add(accounts, 'stripe_balance', -whole)
  }
  if (entry.state !== 'failed') known.state = entry.state
  else {
    if (entry.backTransactionId !== null) add(accounts, 'stripe_balance', whole)
    failRefund(payment, debt, known)
  }
}

const phaseOf: Readonly<Record<Entry<'dispute'>['state'], DisputeTruth['phase']>> = {
  ...{ inquiry: 'inquiry', 'inquiry-closed': 'inquiry', opened: 'open', reopened: 'open', won: 'won', lost: 'lost', prevented: 'won' },
}

function disputed(building: Building, entry: Entry<'dispute'>): void {
  const { accounts, impossible } = building
  const payment = building.payments.get(entry.chargeId)
  if (!payment) {
    impossible.push(`Dispute ${entry.disputeId} is of a payment that is not known.`)
    return
  }
  const fresh: DisputeTruth = { cents: 0n, phase: 'inquiry', isTaken: false, wallet: 0n, markup: 0n, fee: 0n, loss: 0n }
  const dispute = payment.disputes.get(entry.disputeId) ?? fresh
  payment.disputes.set(entry.disputeId, dispute)
  dispute.cents = BigInt(entry.amountCents)
  dispute.phase = phaseOf[entry.state]
  const whole = BigInt(entry.amountCents) * CENT
  const isBack = dispute.phase === 'won' && dispute.isTaken
  if (entry.state === 'opened' || isBack) {
    dispute.isTaken = entry.state === 'opened'
    add(accounts, 'stripe_balance', (isBack ? whole : -whole) - BigInt(entry.feeCents) * CENT)
    add(accounts, 'dispute_fee', BigInt(entry.feeCents) * CENT)
  }
  settle(payment)
}

function summed({ payments, debts, changes, earnings, accounts, impossible }: Building): Truth {
  const wallets: Truth['wallets'] = new Map()
  const walletOf = (walletId: string) => {
    const wallet = wallets.get(walletId) ?? { left: 0n, frozen: 0n, owed: 0n }
    wallets.set(walletId, wallet)
    return wallet
  }
  for (const payment of payments.values()) {
    const wallet = walletOf(payment.walletId)
    wallet.left += payment.left
    wallet.frozen += payment.frozen
    const standing = [...payment.refunds.values()].filter(({ state }) => state !== 'failed')
    const feeBack = standing.reduce((total, one) => total + one.fee, 0n)
    add(accounts, 'package_fee', payment.cents * CENT - payment.credit - feeBack)
    for (const one of standing) if (!one.isAway) add(accounts, 'refund_payable', one.cents * CENT)
    for (const dispute of payment.disputes.values()) {
      if (dispute.phase === 'open' && dispute.isTaken) add(accounts, 'disputed', dispute.cents * CENT)
      if (dispute.phase !== 'lost') continue
      add(accounts, 'package_fee', -dispute.fee)
      add(accounts, 'dispute_loss', dispute.loss)
      shareOut(payment, dispute.markup, earnings)
    }
  }
  for (const [walletId, { owed }] of debts) walletOf(walletId).owed += owed
  for (const [walletId, change] of changes) walletOf(walletId).left += change
  return { wallets, organizations: earnings, accounts, impossible }
}

/** Each organization that earned of a payment gives in proportion, in the order of their ids, so that the parts sum to the whole. */
function shareOut({ markup }: PaymentTruth, claimed: bigint, earnings: Map<string, bigint>): void {
  const total = [...markup.values()].reduce((sum, amount) => sum + amount, 0n)
  let seen = 0n
  for (const [organizationId, amount] of [...markup].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const before = total === 0n ? 0n : (seen * claimed) / total
    seen += amount
    add(earnings, organizationId, before - (total === 0n ? 0n : (seen * claimed) / total))
  }
}
