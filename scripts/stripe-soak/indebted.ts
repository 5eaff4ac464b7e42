// Developers with few users, who owe us: a pool of theirs was charged back while its money was out in grants. What little they earn repays
// it, run after run. Their app has a service of its own, which users and grants pay.
import { issueGrant } from '../../packages/billing/src/grants/issue-grant.ts'
import { recordCost } from '../../packages/billing/src/metering/record-cost.ts'
import { defineService } from '../../packages/billing/src/services/define-service.ts'
import { findService, type PricedService } from '../../packages/billing/src/services/find-services.ts'
import { modelNameOf } from '../../packages/billing/src/services/own-service.ts'
import { completeOrder } from '../../packages/billing/src/topups/complete-order.ts'
import { newId } from '../../packages/db/src/index.ts'
import { microcents } from '../../packages/money/src/index.ts'
import { aDeveloper, type Developer } from '../payouts-soak/developers.ts'
import { count } from '../payouts-soak/soak-world.ts'
import { patiently } from './patiently.ts'
import { aPerson, logLength, lotsOf, notePaid, openSession, type Person, payForCall } from './people.ts'
import { type Bought, buyAsDeveloper } from './side.ts'
import type { StripeSoak } from './stripe-soak-world.ts'

export type Indebted = { developer: Developer; patron: Person; service: PricedService }

const MANY = 2
/** Beyond those of developers whose users do as they please. */
const FIRST_NUMBER = 1_000
const NAME = 'drawing'
const PRICE = microcents(30_000_001n)
const CALL = 10_000_003n
const LEFT_FOR_A_ROUND = 100_000_000n

export async function openIndebted(soak: StripeSoak): Promise<Indebted[]> {
  const indebted: Indebted[] = []
  for (let number = FIRST_NUMBER; number < FIRST_NUMBER + MANY; number++) indebted.push(await open(soak, number))
  return indebted
}

async function open(soak: StripeSoak, number: number): Promise<Indebted> {
  const { database } = soak.world
  // By the database's clock, which says what price is in force. Stripe's is days ahead of it.
  const now = new Date()
  const developer = await aDeveloper(soak.world, number)
  soak.developers.push(developer)
  const { appId, organizationId } = developer
  await defineService(database, { appId, organizationId, name: NAME, price: { cents: 30, per: 1, unit: 'picture' }, now })
  const service = await findService(database, { appId, name: NAME, now })
  return { developer, patron: await aPerson(soak, number, developer), service }
}

export async function liveInDebt(soak: StripeSoak, indebted: readonly Indebted[], round: number): Promise<void> {
  for (const each of indebted) {
    await earnALittle(soak, each)
    if ((await poolOf(soak, each)) < PRICE) await buyPool(soak, each)
    await spendAGrant(soak, each, round)
    if ((await owedBy(soak, each)) === 0n) await haveThePoolChargedBack(soak, each, round)
  }
}

/** A user pays a call of a model, and one of the service. */
async function earnALittle(soak: StripeSoak, { patron, service }: Indebted): Promise<void> {
  const { world, till } = soak
  const left = (await lotsOf(soak, patron.walletId)).reduce((sum, { available }) => sum + available, 0n)
  if (left < LEFT_FOR_A_ROUND) {
    const { orderId, sessionId } = await openSession(soak, patron, 'starter')
    world.stripe.pay(sessionId)
    await patiently(() => completeOrder(till, orderId, world.now()))
  }
  await payForCall(soak, patron, CALL)
  const before = await lotsOf(soak, patron.walletId)
  const chargeId = await pay(soak, service, { ...patron, apiKeyId: patron.developer.apiKeyId })
  await notePaid(soak, patron, { before, chargeId, baseMicrocents: 0n, markupMicrocents: PRICE })
}

/** What a grant pays for the service goes back to the developer's balance (the worker's job does it when all is at rest). */
async function spendAGrant(soak: StripeSoak, { developer, service }: Indebted, round: number): Promise<void> {
  const { world, notes } = soak
  const { appId, organizationId, apiKeyId } = developer
  const externalUserId = `guest-${round}`
  const scope = { appId, organizationId, mode: 'live', now: world.now() } as const
  await issueGrant(world.database, { ...scope, externalUserId, amountMicrocents: PRICE })
  const { walletId, connectionId } = await world.database.externalUser.findFirstOrThrow({ where: { appId, externalUserId } })
  await pay(soak, service, { walletId, connectionId, apiKeyId, externalUserId })
  const ours = await world.database.wallet.findUniqueOrThrow({ where: { mode_organizationId: { mode: 'live', organizationId } } })
  notes.push({ after: logLength(soak), kind: 'wallet changed', walletId: ours.id, changeMicrocents: PRICE })
}

type ServicePayer = { walletId: string; connectionId: string; apiKeyId: string; externalUserId?: string }

async function pay({ world }: StripeSoak, service: PricedService, { apiKeyId, ...payer }: ServicePayer): Promise<string> {
  const answer = await recordCost(world.holds, {
    ...{ payer: { ...payer, mode: 'live', kind: 'user' }, credentialId: apiKeyId, costMicrocents: PRICE },
    service: { id: service.id, priceVersionId: service.price.id, model: modelNameOf(service), providerId: service.price.providerId },
    requestHash: Buffer.from(newId()),
  })
  if (answer.outcome !== 'held') throw new Error(`an own service was refused: ${answer.outcome}`)
  count(world, 'own service paid')
  return answer.holdId
}

async function buyPool(soak: StripeSoak, { developer }: Indebted): Promise<Bought> {
  const bought = await buyAsDeveloper(soak, developer, 'grant_pool')
  await patiently(() => completeOrder(soak.till, bought.orderId, soak.world.now()))
  return bought
}

/** All of the pool is given away; then the bank card's owner wants the money for it back. */
async function haveThePoolChargedBack(soak: StripeSoak, indebted: Indebted, round: number): Promise<void> {
  const { world, notes } = soak
  const { appId, organizationId } = indebted.developer
  const { paymentIntent, creditMicrocents } = await buyPool(soak, indebted)
  const amountMicrocents = microcents(await poolOf(soak, indebted))
  const externalUserId = `hoarder-${round}`
  await issueGrant(world.database, { appId, organizationId, mode: 'live', externalUserId, amountMicrocents, now: world.now() })
  const { walletId } = await world.database.externalUser.findFirstOrThrow({ where: { appId, externalUserId } })
  const after = logLength(soak)
  notes.push({ after, kind: 'wallet changed', walletId, changeMicrocents: amountMicrocents })
  notes.push({ after, kind: 'earnings changed', organizationId, changeMicrocents: -creditMicrocents })
  world.stripe.payments.refund(paymentIntent)
  count(world, 'a pool was charged back')
}

const poolOf = (soak: StripeSoak, { developer }: Indebted) => balanceOf(soak, 'grant_pool', developer.appId)
const owedBy = (soak: StripeSoak, { developer }: Indebted) => balanceOf(soak, 'organization_receivable', developer.organizationId)

async function balanceOf({ world }: StripeSoak, kind: 'grant_pool' | 'organization_receivable', id: string): Promise<bigint> {
  const account = await world.database.account.findUnique({ where: { mode_kind_id: { mode: 'live', kind, id } } })
  return account?.balanceMicrocents ?? 0n
}
