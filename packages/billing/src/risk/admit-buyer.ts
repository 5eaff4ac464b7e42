// May this buyer open this checkout? Asked once per order, before Stripe is; who is admitted is counted in the same transaction.
// It looks at the lists and at the buyer's last day: begun, paid and taken-back purchases, declined cards. Where unusual: a proof of work.
import { listStanding } from '@farebox/auth/risk-lists'
import type { Database, DatabaseTransaction, OrderModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { brake } from './brakes.ts'
import { refuseOverDayLimits } from './day-limits.ts'
import { networkOfBuyer } from './declines.ts'
import { blockOfPayer } from './listed-payer.ts'
import { isOfOrganization, payerOf } from './payer-of.ts'
import { spendProof } from './proof-of-work.ts'
import { riskSettings } from './risk-settings.ts'
import { refuseAfterWithdrawals } from './withdrawals.ts'

/** Who is at the checkout. */
export type Buyer = {
  /** Their network address. Null: not known. */
  address: string | null
  /** Who is signed in there. */
  userId: string | null
  /** What the widget of the proof of work sent. */
  proof: string | null
}

/** A program that opens a checkout for nobody in particular: a seed, a test. */
export const unknownBuyer: Buyer = { address: null, userId: null, proof: null }

export type Admission = { order: OrderModel; buyer: Buyer; proofSecret: string | undefined; now: Date }

/** Throws `checkout_refused`, `checkout_limit_reached`, `purchases_paused` or `proof_required`. An order that was admitted is so for good. */
export async function admitBuyer(database: Database, admission: Admission): Promise<void> {
  // Many at once wait for one another.
  await database.$transaction((transaction) => admit(transaction, admission), { timeout: WAIT_MS, maxWait: WAIT_MS })
}

const WAIT_MS = 20_000

async function admit(transaction: DatabaseTransaction, { order, buyer, proofSecret, now }: Admission): Promise<void> {
  const payerId = payerOf(order)
  // One checkout of a payer at a time, so that twenty at once are counted one after the other.
  await transaction.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`checkout:${payerId}`}, 0))`
  if (await transaction.checkoutOpening.findUnique({ where: { orderId: order.id } })) return

  const settings = await riskSettings(transaction)
  const { isAllowed } = await refuseListed(transaction, { order, buyer, now })
  await refuseOverDayLimits(transaction, order, { settings, now })
  await refuseAfterWithdrawals(transaction, order, { settings, now })
  const network = networkOfBuyer(buyer.address)
  const needsProof = await brake(transaction, { payerId, network, isAllowed }, { settings, now })
  if (needsProof) await spendProof(transaction, { secret: proofSecret, proof: buyer.proof, orderId: order.id, now })
  await transaction.checkoutOpening.create({ data: { orderId: order.id, payerId, network, openedAt: now } })
}

/** A card on the allow list does not let a blocked network or payer in, nor the reverse: each is asked by itself. */
async function refuseListed(transaction: DatabaseTransaction, { order, buyer, now }: Omit<Admission, 'proofSecret'>) {
  const from = await listStanding(transaction, { address: buyer.address, email: order.buyerEmail }, now)
  const cards = await listStanding(transaction, { cardFingerprints: await cardsUsedBy(transaction, order) }, now)
  const blocked = from.blocked ?? cards.blocked ?? (await blockOfPayer(transaction, order, now))
  if (blocked) throw new AppError('checkout_refused', { internal: `${blocked.kind} entry ${blocked.id}` })
  return { isAllowed: from.isAllowed }
}

const CARDS_MAX = 50

async function cardsUsedBy(transaction: DatabaseTransaction, order: OrderModel): Promise<string[]> {
  const payerId = payerOf(order)
  const used = await transaction.paymentCard.findMany({
    where: isOfOrganization(order) ? { organizationId: payerId } : { walletId: payerId },
    select: { fingerprint: true },
    orderBy: { at: 'desc' },
    take: CARDS_MAX,
  })
  return used.flatMap(({ fingerprint }) => fingerprint ?? [])
}
