// How a call ended, and so what is charged.
import { type Microcents, ZERO } from '@farebox/money'
import { type Usage, usageOf } from '@farebox/pricing'
import type { StoredPriceVersion } from '../proxy/prices-in-force.ts'
import type { StopReason } from './heartbeat.ts'

export type Outcome =
  | 'complete'
  /** Nothing came back. */
  | 'empty'
  | 'client_left'
  /** Broke off after output had begun. */
  | 'provider_broke'
  | 'provider_failed'
  /** We ended it; `stopped` says why. */
  | 'stopped'

export type Ending = {
  /** `absorbed`: answered with nothing while the client was there; ours to bear, up to a daily bound. */
  resolution: 'settled' | 'released' | 'absorbed'
  outcome: Outcome
  /** Of a released call: what the provider may bill us all the same. */
  usage: Usage
  stopped?: StopReason | undefined
  /** Whose price counts, where somebody else answered than the hold names: one of the versions frozen in the hold. */
  answeredBy?: StoredPriceVersion | undefined
  /** What others may bill us that were tried before and failed: never the payer's. */
  lostMicrocents?: Microcents | undefined
  /** Sealed, for the Idempotency-Key. */
  answer?: Buffer | undefined
}

export const NOTHING_USED = usageOf({})

/** A failure after the provider had begun to work: not charged, but it may cost us what it used. */
export class BilledFailure extends Error {
  readonly usage: Usage
  readonly lostMicrocents: Microcents

  constructor(cause: unknown, usage: Usage, lostMicrocents: Microcents = ZERO) {
    super('the provider failed after it had begun', { cause })
    this.usage = usage
    this.lostMicrocents = lostMicrocents
  }
}

export function endingOfFailure(cause: unknown): Ending {
  const { usage, lostMicrocents } = cause instanceof BilledFailure ? cause : { usage: NOTHING_USED, lostMicrocents: ZERO }
  return { resolution: 'released', outcome: 'provider_failed', usage, lostMicrocents }
}

export function failureToTell(cause: unknown): unknown {
  return cause instanceof BilledFailure ? cause.cause : cause
}
