// What moves money beside payments: developers spend what they earned, give grants and take them back, operators correct, Stripe charges
// us for itself. It happens in wallets of its own, so that whose money is whose stays plain, and is noted in the notebook.
import { approveAdjustment, proposeAdjustment } from '../../packages/billing/src/adjustments/adjust.ts'
import type { AdjustmentRequest } from '../../packages/billing/src/adjustments/request.ts'
import { claimWallet } from '../../packages/billing/src/claims/claim-wallet.ts'
import { issueGrant } from '../../packages/billing/src/grants/issue-grant.ts'
import { revokeGrant } from '../../packages/billing/src/grants/revoke-grant.ts'
import { organizationWallet } from '../../packages/billing/src/organizations/organization-balance.ts'
import { earningsBalances } from '../../packages/billing/src/payouts/earnings-balances.ts'
import { placeEarningsHold, releaseEarningsHold } from '../../packages/billing/src/payouts/earnings-holds.ts'
import { spendEarnings } from '../../packages/billing/src/payouts/spend-earnings.ts'
import { unknownBuyer } from '../../packages/billing/src/risk/admit-buyer.ts'
import { openCheckout } from '../../packages/billing/src/topups/open-checkout.ts'
import { startOrder } from '../../packages/billing/src/topups/start-order.ts'
import { newId } from '../../packages/db/src/index.ts'
import { microcents } from '../../packages/money/src/index.ts'
import type { Developer } from '../payouts-soak/developers.ts'
import { count } from '../payouts-soak/soak-world.ts'
import { patiently } from './patiently.ts'
import { logLength } from './people.ts'
import type { StripeSoak } from './stripe-soak-world.ts'

const DAY_MS = 86_400_000
const pageUrl = 'http://dashboard.localhost:3000'

/** One of each, for two developers after the others. */
export async function sideBusiness(soak: StripeSoak, round: number): Promise<void> {
  for (const place of [round * 2, round * 2 + 1]) {
    const developer = soak.developers[place % soak.developers.length]
    if (developer) await businessOf(soak, developer, place)
  }
}

async function businessOf(soak: StripeSoak, developer: Developer, round: number): Promise<void> {
  const { stripe } = soak.world
  stripe.connect.chargeFee(200 + round, 'Active accounts')
  stripe.connect.addBalance(1_000 + round)
  await payIn(soak, developer)
  await spendOwnEarnings(soak, developer)
  await holdEarnings(soak, developer)
  await giveGrants(soak, developer, round)
  await correct(soak, developer)
}

/** A developer buys balance and a pool with a card. */
async function payIn(soak: StripeSoak, developer: Developer): Promise<void> {
  for (const kind of ['organization_topup', 'grant_pool'] as const) await buyAsDeveloper(soak, developer, kind)
}

export type Bought = { orderId: string; paymentIntent: string; creditMicrocents: bigint }

/** For ten dollars of credit. Paid at Stripe; our books hear of it later. */
export async function buyAsDeveloper(
  { world, till }: StripeSoak,
  { organizationId, appId }: Developer,
  kind: 'organization_topup' | 'grant_pool',
): Promise<Bought> {
  const { database, stripe } = world
  const now = world.now()
  const { id: walletId } = await organizationWallet(database, { organizationId, mode: 'live' })
  const creditMicrocents = microcents(1_000_000_000n)
  const terms = { organizationId, creditMicrocents, buyerEmail: 'developer@farebox.test', successUrl: pageUrl, cancelUrl: pageUrl }
  const purchase = kind === 'grant_pool' ? ({ ...terms, kind, appId } as const) : ({ ...terms, kind, walletId } as const)
  const { orderId } = await startOrder(database, purchase, { now, walletUrl: pageUrl })
  await patiently(() => openCheckout(till, { orderId, walletUrl: pageUrl, buyer: unknownBuyer, now }))
  const { stripeSessionId } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  const { payment_intent } = stripe.pay(stripeSessionId ?? '')
  count(world, `a developer bought: ${kind}`)
  return { orderId, paymentIntent: String(payment_intent), creditMicrocents }
}

async function spendOwnEarnings(soak: StripeSoak, { organizationId, appId }: Developer): Promise<void> {
  const { world, notes } = soak
  const { database } = world
  const { id: walletId } = await organizationWallet(database, { organizationId, mode: 'live' })
  const { userId } = await database.membership.findFirstOrThrow({ where: { organizationId } })
  for (const to of [{ kind: 'balance' }, { kind: 'pool', appId }] as const) {
    const { available, owed } = await earningsBalances(database, organizationId)
    const amount = (available - owed) / 10n
    if (amount <= 0n) continue
    const after = logLength(soak)
    const spending = { organizationId, userId, to, amountMicrocents: microcents(amount), requestKey: newId(), now: world.now() }
    await spendEarnings(database, spending)
    notes.push({ after, kind: 'earnings changed', organizationId, changeMicrocents: -amount })
    if (to.kind === 'balance') notes.push({ after, kind: 'wallet changed', walletId, changeMicrocents: amount })
  }
}

async function holdEarnings({ world }: StripeSoak, { organizationId }: Developer): Promise<void> {
  const { database, operators } = world
  const reviewAt = new Date(world.now().getTime() + DAY_MS)
  const why = { reason: 'soak_test', message: 'A person looks at some payments.', reviewAt }
  const { holdId } = await placeEarningsHold(database, { organizationId, ...why, operator: operators[0], now: world.now() })
  await releaseEarningsHold(database, { holdId, operator: operators[1], note: 'All is well.', now: world.now() })
}

/** One is taken back; one is claimed by a person. */
async function giveGrants(soak: StripeSoak, { appId }: Developer, round: number): Promise<void> {
  const { world, notes } = soak
  const { database } = world
  const pool = await database.account.findUnique({ where: { mode_kind_id: { mode: 'live', kind: 'grant_pool', id: appId } } })
  const amount = microcents(100_000_007n)
  if ((pool?.balanceMicrocents ?? 0n) < amount * 2n) return
  const { organizationId } = await database.app.findUniqueOrThrow({ where: { id: appId } })
  for (const fate of ['revoked', 'claimed'] as const) {
    const externalUserId = `${fate}-${round}`
    const scope = { appId, organizationId, mode: 'live', now: world.now() } as const
    const after = logLength(soak)
    const { grantId } = await issueGrant(database, { ...scope, externalUserId, amountMicrocents: amount })
    const { walletId } = await database.externalUser.findFirstOrThrow({ where: { appId, externalUserId, mode: 'live' } })
    const changed = (id: string, changeMicrocents: bigint) => notes.push({ after, kind: 'wallet changed', walletId: id, changeMicrocents })
    changed(walletId, amount)
    if (fate === 'revoked') {
      const { returned } = await revokeGrant(database, { appId, mode: 'live', grantId, now: world.now() })
      changed(walletId, -returned)
      continue
    }
    const [userId, toWalletId] = [newId(), newId()]
    await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
    await database.wallet.create({ data: { id: toWalletId, mode: 'live', kind: 'user', userId } })
    await database.$transaction((transaction) =>
      claimWallet(transaction, { walletId, toWalletId, userId, proof: 'connect_link', now: world.now() }),
    )
    changed(walletId, -amount)
    changed(toWalletId, amount)
  }
}

/** Operators give, correct and undo, two of them each time. */
async function correct(soak: StripeSoak, { organizationId }: Developer): Promise<void> {
  const { world, notes } = soak
  const { database } = world
  const { id: walletId } = await organizationWallet(database, { organizationId, mode: 'live' })
  const words = { reason: 'The soak puts it right.', ticket: 'SOAK-1' }
  const after = logLength(soak)
  const changed = (changeMicrocents: bigint) => notes.push({ after, kind: 'wallet changed', walletId, changeMicrocents })
  const transactionId = await adjust(soak, { kind: 'goodwill', walletId, amount: 50_000_003n, ...words })
  changed(50_000_003n)
  // What was bought may be credited between the two operators: then it is refused, and they look again.
  await patiently(async () => {
    const { _sum } = await database.lot.aggregate({ where: { walletId }, _sum: { availableMicrocents: true, heldMicrocents: true } })
    const balance = (_sum.availableMicrocents ?? 0n) + (_sum.heldMicrocents ?? 0n)
    await adjust(soak, { kind: 'funding_update', walletId, oldAmount: balance, newAmount: balance + 11n, ...words })
  })
  changed(11n)
  await adjust(soak, { kind: 'reversal', transactionId, ...words })
  changed(-50_000_003n)
}

export async function adjust({ world }: StripeSoak, request: AdjustmentRequest): Promise<string> {
  const { database, operators } = world
  const { id } = await proposeAdjustment(database, request, { operator: operators[0], now: world.now() })
  const approved = await approveAdjustment(database, id, { operator: operators[1], now: world.now() })
  count(world, `two operators: ${request.kind}`)
  return approved.transactionId ?? ''
}
