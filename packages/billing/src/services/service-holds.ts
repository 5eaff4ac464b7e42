// Holds of own services over HTTP: what a metered operation does inside one process, a developer's server does in calls of their own.
// Reserve the most; do the work; settle what it did cost, or release. Whoever crashes in between charges nothing: the lease ends.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { type HoldModel, type Mode, parsePublicId, publicId } from '@farebox/db'
import { AppError, assert, type ErrorCode } from '@farebox/errors'
import type { HoldResult } from '@farebox/ledger/holds'
import { type Microcents, microcents, toDollars, ZERO } from '@farebox/money'
import { priceOfUnits, type UnitsOrAmount, usageOfUnits } from './cost-of-call.ts'
import { modelNameOf, servicePriceOf } from './own-service.ts'
import { reserveService } from './reserve-service.ts'
import { hashOfCall, hashOfKey, type ServiceCall, type ServiceDesk } from './service-desk.ts'

export type ServiceHold = {
  id: string
  status: HoldModel['state']
  service: { name: string; unit: string }
  externalUserId: string | null
  /** Null: opened for an amount. */
  unitsMax: number | null
  amountMax: Microcents
  priceVersionId: string
  openedAt: Date
  resolvedAt: Date | null
  leaseUntil: Date
  /** Where it was settled. */
  chargeId: string | null
  charged: Microcents | null
}

type Scope = Pick<ApiKeyPrincipal, 'appId'> & { mode: Mode }

export async function openServiceHold(desk: ServiceDesk, call: ServiceCall): Promise<ServiceHold> {
  const idempotencyHash = hashOfKey(call)
  const { answer } = await reserveService(desk, call, ({ service, cost, payer }) =>
    desk.holds.open({
      holdId: call.id,
      walletId: payer.walletId,
      connectionId: payer.connectionId,
      credentialId: call.caller.apiKeyId,
      requestHash: hashOfCall('hold', call),
      idempotencyHash,
      externalUserId: call.externalUserId,
      endUser: call.endUser,
      model: modelNameOf(service),
      providerId: service.price.providerId,
      priceVersionIds: [service.price.id],
      serviceId: service.id,
      fixedNumerator: cost.fixedNumerator,
      unitPriceMicrocentsPerMillion: cost.unitPriceMicrocentsPerMillion,
      unitsWanted: cost.unitsWanted,
      unitsMinimum: cost.unitsWanted,
    }),
  )
  // Asked again with the same key, it is the hold that was made first, whatever has become of it.
  return readServiceHold(desk, call.caller, publicId('hold', answer.holdId))
}

export async function readServiceHold(desk: ServiceDesk, scope: Scope, id: string): Promise<ServiceHold> {
  return describe(desk, await findHold(desk, scope, id))
}

/** Charges what was used, at the price of when the hold was opened. The same again answers the same; anything else is refused. */
export async function settleServiceHold(desk: ServiceDesk, scope: Scope, id: string, used: UnitsOrAmount): Promise<ServiceHold> {
  const hold = await findHold(desk, scope, id)
  const { service, price } = await frozenPrice(desk, hold)
  const charge = used.units === undefined ? (used.amountMicrocents ?? ZERO) : priceOfUnits({ price, unit: service.unit }, used.units)
  if (charge > hold.baseMaxMicrocents) refuseAbove(hold, used)

  const result = await desk.holds.settle({
    holdId: hold.id,
    walletId: hold.walletId,
    resolution: charge === ZERO ? 'released' : 'settled',
    baseMicrocents: charge,
    costMicrocents: ZERO,
    usage: used.units === undefined ? {} : usageOfUnits({ price, unit: service.unit }, used.units),
    priceVersionId: price.id,
  })
  refuseUnless(result, charge === ZERO ? 'released' : 'settled', charge)
  return readServiceHold(desk, scope, id)
}

/** Gives everything back. Releasing twice is releasing once. */
export async function releaseServiceHold(desk: ServiceDesk, scope: Scope, id: string): Promise<ServiceHold> {
  const hold = await findHold(desk, scope, id)
  const nothing = { baseMicrocents: ZERO, costMicrocents: ZERO }
  const result = await desk.holds.settle({ holdId: hold.id, walletId: hold.walletId, resolution: 'released', ...nothing })
  refuseUnless(result, 'released', ZERO)
  return readServiceHold(desk, scope, id)
}

/** Sixty seconds more. Says why the work had better stop, where the user paused, revoked or froze meanwhile. */
export async function renewServiceHold(
  desk: ServiceDesk,
  scope: Scope,
  id: string,
): Promise<ServiceHold & { stopReason: ErrorCode | null }> {
  const hold = await findHold(desk, scope, id)
  const beat = { baseMicrocents: ZERO, costMicrocents: ZERO, usage: {} }
  const [renewed] = await desk.holds.renew([{ holdId: hold.id, walletId: hold.walletId, ...beat }])
  const now = await readServiceHold(desk, scope, id)
  if (now.status !== 'open') throw endedAs(now.status)
  if (!renewed) throw new AppError('busy', { internal: 'the hold is being resolved' })
  return { ...now, stopReason: renewed.reason }
}

async function findHold({ database }: ServiceDesk, { appId, mode }: Scope, id: string): Promise<HoldModel> {
  const holdId = parsePublicId(id, 'hold')
  const hold = holdId && (await database.hold.findFirst({ where: { id: holdId, appId, mode, serviceId: { not: null } } }))
  if (!hold) throw new AppError('not_found', { message: 'This app has no such hold.' })
  return hold
}

async function frozenPrice({ database }: ServiceDesk, hold: HoldModel) {
  const [service, row] = await Promise.all([
    database.service.findUnique({ where: { id: hold.serviceId ?? '' } }),
    database.servicePrice.findUnique({ where: { id: hold.priceVersionIds[0] ?? '' } }),
  ])
  assert(service && row, 'the price of a hold exists')
  return { service, price: servicePriceOf(service, row) }
}

async function describe(desk: ServiceDesk, hold: HoldModel): Promise<ServiceHold> {
  const [{ service, price }, charge] = await Promise.all([
    frozenPrice(desk, hold),
    desk.database.charge.findUnique({ where: { walletId_id: { walletId: hold.walletId, id: hold.id } } }),
  ])
  return {
    id: publicId('hold', hold.id),
    status: hold.state,
    service: { name: service.name, unit: service.unit },
    externalUserId: hold.externalUserId,
    unitsMax: hold.unitsGranted || null,
    amountMax: microcents(hold.amountMicrocents),
    priceVersionId: price.id,
    openedAt: hold.openedAt,
    resolvedAt: hold.resolvedAt,
    leaseUntil: hold.leaseUntil,
    chargeId: charge && publicId('charge', charge.id),
    charged: charge && microcents(charge.baseMicrocents + charge.markupMicrocents),
  }
}

function refuseAbove(hold: HoldModel, { units }: UnitsOrAmount): never {
  const most = toDollars(microcents(hold.baseMaxMicrocents))
  throw new AppError('invalid_request', {
    message: `This hold reserved $${most}; settle that much at most. It is still open, and nothing was charged.`,
    param: units === undefined ? 'amount' : 'units',
    metadata: { amount_max: most },
  })
}

/** What was resolved before stays as it is: the same words again are answered the same, others are told what became of it. */
function refuseUnless({ first, state, baseMicrocents, markupMicrocents }: HoldResult, wanted: 'settled' | 'released', charge: Microcents) {
  if (first || (state === wanted && baseMicrocents + markupMicrocents === charge)) return
  throw endedAs(state)
}

function endedAs(state: string): AppError {
  if (state === 'expired') return new AppError('hold_expired')
  return new AppError('hold_already_settled', {
    message:
      state === 'released'
        ? 'This hold was released. Nothing was charged.'
        : 'This hold was settled before, for another amount. It was charged once.',
  })
}
