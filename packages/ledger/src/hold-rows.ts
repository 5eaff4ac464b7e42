// The rows the hold functions take and give (sql/00-types.sql), as the rest of the house speaks of them.
import type { ErrorCode } from '@farebox/errors'
import type { Microcents } from '@farebox/money'

export type HoldRequest = {
  /** UUIDv7 made by the caller. The charge, the transaction and the request bear the same id. */
  holdId: string
  walletId: string
  connectionId: string
  credentialId: string
  /** SHA-256 of what was asked: the same hold or Idempotency-Key with another hash is refused. */
  requestHash: Buffer
  /** SHA-256 of the Idempotency-Key, where one was sent. */
  idempotencyHash?: Buffer | undefined
  externalUserId?: string | undefined
  endUser?: string | undefined
  model: string
  providerId: string
  /** Every price the call may be settled at: frozen in the hold. */
  priceVersionIds: readonly string[]
  /** Microcents × 10⁶ before the first unit: the input at its upper bound. */
  fixedNumerator: bigint
  /** Microcents per million units of output. */
  unitPriceMicrocentsPerMillion: bigint
  unitsWanted: number
  /** Below this many units the call is refused instead of clamped. */
  unitsMinimum: number
  /** The caller's own cap on this call. */
  chargeMaxMicrocents?: Microcents | undefined
  /** A user's access token, where one was sent instead of a key. `credentialId` is the connection's id then. */
  tokenId?: string | undefined
  /** A developer's own service: the price is the whole charge, without markup. */
  serviceId?: string | undefined
}

export type HoldAnswer = {
  /** The hold; of a replay, the hold that was made first. */
  holdId: string
  outcome: 'held' | 'replay' | 'busy' | 'moved' | 'stale_price' | ErrorCode
  unitsGranted: number
  amountMicrocents: Microcents
  baseMaxMicrocents: Microcents
  markupBps: number
  /** What this app could spend before this hold. */
  spendableMicrocents: Microcents
  affordableUnits: number
  /** The limit that refused. */
  limit: { amountMicrocents: Microcents; usedMicrocents: Microcents; resetsAt: Date | null } | null
}

export type HoldResolution = {
  holdId: string
  walletId: string
  /** `absorbed`: answered with nothing while the client was there; released, up to a daily bound per wallet. */
  resolution: 'settled' | 'released' | 'absorbed'
  baseMicrocents: Microcents
  /** What the provider bills us. */
  costMicrocents: Microcents
  usage?: Record<string, number>
  /** Who answered, where it was not the model the hold names. */
  model?: string
  providerId?: string
  priceVersionId?: string
  /** `complete`, `client_left`, `provider_broke`, … */
  outcome?: string
  /** Why the answer was cut: `balance`, `connection_revoked`, … */
  stopped?: string
  /** The answer, encrypted, kept for the Idempotency-Key. */
  answer?: Buffer
}

export type HoldResult = {
  holdId: string
  state: 'settled' | 'released' | 'expired' | 'busy' | 'unknown'
  baseMicrocents: Microcents
  markupMicrocents: Microcents
  /** The provider's part of the base. */
  costMicrocents: Microcents
  /** What this app may spend now. */
  spendableMicrocents: Microcents
  /** False: it was resolved before, and this is what it was resolved to. */
  first: boolean
}

export type HoldBeat = {
  holdId: string
  walletId: string
  baseMicrocents: Microcents
  costMicrocents: Microcents
  usage: Record<string, number>
}

export type HoldStop = { holdId: string; reason: ErrorCode | null }

const bytes = (value: Buffer | undefined) => (value ? `\\x${value.toString('hex')}` : null)

export function writeRequest(request: HoldRequest) {
  return {
    hold_id: request.holdId,
    wallet_id: request.walletId,
    connection_id: request.connectionId,
    credential_id: request.credentialId,
    request_hash: bytes(request.requestHash),
    idempotency_hash: bytes(request.idempotencyHash),
    external_user_id: request.externalUserId,
    end_user: request.endUser,
    model: request.model,
    provider_id: request.providerId,
    price_version_ids: request.priceVersionIds,
    fixed_numerator: String(request.fixedNumerator),
    unit_price: String(request.unitPriceMicrocentsPerMillion),
    units_wanted: request.unitsWanted,
    units_minimum: request.unitsMinimum,
    charge_max: request.chargeMaxMicrocents === undefined ? null : String(request.chargeMaxMicrocents),
    token_id: request.tokenId,
    service_id: request.serviceId,
  }
}

export function readAnswer(row: unknown[]): HoldAnswer {
  const [holdId, outcome, units, amount, baseMax, markupBps, spendable, affordable, limit, used, resetsAt] = row
  return {
    holdId: holdId as string,
    outcome: outcome as HoldAnswer['outcome'],
    unitsGranted: units as number,
    amountMicrocents: amount as Microcents,
    baseMaxMicrocents: (baseMax ?? 0n) as Microcents,
    markupBps: (markupBps ?? 0) as number,
    spendableMicrocents: (spendable ?? 0n) as Microcents,
    affordableUnits: (affordable ?? 0) as number,
    limit:
      limit === null
        ? null
        : { amountMicrocents: limit as Microcents, usedMicrocents: (used ?? 0n) as Microcents, resetsAt: resetsAt as Date | null },
  }
}

export function writeResolution(resolution: HoldResolution) {
  return {
    hold_id: resolution.holdId,
    wallet_id: resolution.walletId,
    resolution: resolution.resolution,
    base: String(resolution.baseMicrocents),
    cost: String(resolution.costMicrocents),
    usage: resolution.usage,
    model: resolution.model,
    provider_id: resolution.providerId,
    price_version_id: resolution.priceVersionId,
    outcome: resolution.outcome,
    stopped: resolution.stopped,
    answer: bytes(resolution.answer),
  }
}

export function readResult(row: unknown[]): HoldResult {
  const [holdId, state, base, markup, cost, spendable, first] = row
  return {
    holdId: holdId as string,
    state: state as HoldResult['state'],
    baseMicrocents: (base ?? 0n) as Microcents,
    markupMicrocents: (markup ?? 0n) as Microcents,
    costMicrocents: (cost ?? 0n) as Microcents,
    spendableMicrocents: (spendable ?? 0n) as Microcents,
    first: first === true,
  }
}

export function writeBeat(beat: HoldBeat) {
  return {
    hold_id: beat.holdId,
    wallet_id: beat.walletId,
    base: String(beat.baseMicrocents),
    cost: String(beat.costMicrocents),
    usage: beat.usage,
  }
}

export function readStop(row: unknown[]): HoldStop {
  const [holdId, reason] = row
  return { holdId: holdId as string, reason: reason as ErrorCode | null }
}
