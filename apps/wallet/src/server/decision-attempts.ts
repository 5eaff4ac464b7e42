// How often one network may decide on what apps ask, claim a balance, or open links by their secret: people do it now and then, and
// whoever tries more is guessing.
import 'server-only'
import { type NetworkAttempts, networkAttempts } from '@farebox/auth/network-attempts'
import { networkAddress } from './network-address'

const PER_MINUTE = 5

// Kept through hot reloads in development: limits that forget are no limits.
const kept: typeof globalThis & { fareboxDecisionAttempts?: NetworkAttempts } = globalThis

/** Throws `rate_limit_exceeded`, which says when to try again. */
export function countDecision(request: Request): Promise<void> {
  kept.fareboxDecisionAttempts ??= networkAttempts({ perMinute: PER_MINUTE, what: 'decisions' })
  return kept.fareboxDecisionAttempts.take(networkAddress(request.headers))
}
