// The first half of an automatic charge: the order and the note of the charge, committed before Stripe is asked. Whoever crashes after
// it left a row that says what to look for.
import { type AutoTopupModel, type Database, type DatabaseTransaction, NIL_ID, type WalletModel } from '@farebox/db'
import { assert } from '@farebox/errors'
import { microcents } from '@farebox/money'
import { countedOf, mostPerDay, paidWithinDay } from '../risk/day-limits.ts'
import { blockOfPayer } from '../risk/listed-payer.ts'
import { payerOfWallet } from '../risk/payer-of.ts'
import { refusePayment } from '../risk/refuse-payment.ts'
import { riskSettings } from '../risk/risk-settings.ts'
import { pausedUntil } from '../risk/withdrawals.ts'
import { startOrder } from '../topups/start-order.ts'
import { noteForOwner } from './note-for-owner.ts'
import { type ChargePlan, planCharge } from './plan-charge.ts'
import { stopAutoTopups } from './stop-auto-topup.ts'
import { termsOnSale, wantedOf } from './terms-on-sale.ts'
import { chargedThisMonth, ownMoney } from './wallet-money.ts'

export type BeginDesk = { database: Database; walletUrl: string; dashboardUrl: string }

/** Whoever sends it is given this long before somebody else looks. */
export const SENDING_MS = 60_000

/** The order to charge now; undefined where there is nothing to charge. Of several at once, one begins. */
export async function beginCharge(desk: BeginDesk, walletId: string, now: Date): Promise<string | undefined> {
  return desk.database.$transaction(async (transaction) => {
    const [locked] = await transaction.$queryRaw<{ wallet_id: string }[]>`
      select wallet_id from auto_topup where wallet_id = ${walletId}::uuid and status = 'on' for update skip locked`
    if (!locked) return undefined
    const autoTopup = await transaction.autoTopup.findUniqueOrThrow({ where: { walletId } })
    const plan = await planFor(transaction, autoTopup, now)
    if (plan.kind === 'stop') await stopAutoTopups(transaction, { walletIds: [walletId], reason: plan.reason, now })
    if (plan.kind === 'wait') await wait(transaction, autoTopup, { ...plan, now })
    return plan.kind === 'charge' ? writeOrder(transaction, desk, { autoTopup, now }) : undefined
  })
}

async function planFor(transaction: DatabaseTransaction, autoTopup: AutoTopupModel, now: Date): Promise<ChargePlan> {
  const { walletId, cardId } = autoTopup
  const wallet = await transaction.wallet.findUniqueOrThrow({ where: { id: walletId } })
  const card = await transaction.savedCard.findUnique({ where: { id: cardId, walletId } })
  const payer = payerOfWallet(wallet)
  return planCharge({
    ...{ autoTopup, wallet, card, now },
    ownMoney: await ownMoney(transaction, walletId, now),
    chargedThisMonth: await chargedThisMonth(transaction, walletId, now),
    isUnderWay: (await transaction.autoTopupCharge.count({ where: { walletId, endedAt: null } })) > 0,
    onSale: await termsOnSale(transaction, wantedOf(autoTopup), now),
    isBlocked:
      ((await refusePayment(transaction, { payment: { card }, now })) ?? (await blockOfPayer(transaction, payer, now))) !== undefined,
    isPaused: (await pausedUntil(transaction, payer, now)) !== null,
    isOverDay: await isOverDay(transaction, { autoTopup, wallet, now }),
  })
}

type Payer = { autoTopup: AutoTopupModel; wallet: WalletModel; now: Date }

async function isOverDay(transaction: DatabaseTransaction, { autoTopup, wallet, now }: Payer): Promise<boolean> {
  const { priceCents, creditMicrocents } = autoTopup
  const order = { ...payerOfWallet(wallet), id: NIL_ID, priceCents, creditMicrocents }
  return (await paidWithinDay(transaction, order, now)) + countedOf(order) > mostPerDay(order, await riskSettings(transaction))
}

type Wait = Extract<ChargePlan, { kind: 'wait' }> & { now: Date }

/** Of the month's maximum its owner is told once a month. */
async function wait(transaction: DatabaseTransaction, { walletId, monthToldOn }: AutoTopupModel, { until, because, now }: Wait) {
  await transaction.autoTopup.update({ where: { walletId }, data: { nextTryAt: until } })
  if (because !== 'month_reached' || monthToldOn?.getTime() === until.getTime()) return
  await transaction.autoTopup.update({ where: { walletId }, data: { monthToldOn: until } })
  await noteForOwner(transaction, { walletId, about: 'month_reached', now })
}

type Agreed = { autoTopup: AutoTopupModel; now: Date }

async function writeOrder(transaction: DatabaseTransaction, desk: BeginDesk, { autoTopup, now }: Agreed): Promise<string> {
  const { walletId, cardId, priceCents } = autoTopup
  const { orderId } = await startOrder(transaction, await purchaseOf(transaction, desk, autoTopup), { now, walletUrl: desk.walletUrl })
  const order = await transaction.order.update({ where: { id: orderId }, data: { status: 'open' } })
  assert(order.priceCents === priceCents && order.creditMicrocents === autoTopup.creditMicrocents, 'an order is as it was agreed')
  const lookAt = new Date(now.getTime() + SENDING_MS)
  await transaction.autoTopupCharge.create({ data: { orderId, walletId, cardId, state: 'sending', priceCents, createdAt: now, lookAt } })
  return orderId
}

async function purchaseOf(transaction: DatabaseTransaction, { walletUrl, dashboardUrl }: BeginDesk, autoTopup: AutoTopupModel) {
  const { walletId, packageName, creditMicrocents, consentId } = autoTopup
  const { userId } = await transaction.autoTopupConsent.findUniqueOrThrow({ where: { id: consentId } })
  const { email: buyerEmail } = await transaction.user.findUniqueOrThrow({ where: { id: userId } })
  if (packageName !== null) {
    const urls = { successUrl: `${walletUrl}/`, cancelUrl: `${walletUrl}/` }
    return { kind: 'wallet_topup', walletId, packageName, buyerEmail, ...urls } as const
  }
  const { organizationId } = await transaction.wallet.findUniqueOrThrow({ where: { id: walletId } })
  assert(organizationId, 'an amount is topped up for an organization')
  const urls = { successUrl: `${dashboardUrl}/balance`, cancelUrl: `${dashboardUrl}/balance` }
  const credit = microcents(creditMicrocents)
  return { kind: 'organization_topup', organizationId, walletId, creditMicrocents: credit, buyerEmail, ...urls } as const
}
