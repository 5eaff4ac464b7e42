// Whether a payer can pay this much now: the decision of a hold, without holding anything. Advice for a screen or a guard;
// between it and a charge others may spend. To be sure, reserve.
import { NIL_ID, newId } from '@farebox/db'
import { type ErrorCode, errorCodes } from '@farebox/errors'
import type { HoldAnswer, Holds } from '@farebox/ledger/holds'
import type { Microcents } from '@farebox/money'
import { PRICED_UNITS } from '@farebox/pricing'
import type { Payer } from '../proxy/payers.ts'
import { patiently } from './patiently.ts'

export type FundingQuestion = {
  payer: Payer
  credentialId: string
  minimumMicrocents: Microcents
  /** A service of the app's own: other money may pay for it than for a model. */
  service?: { id: string; priceVersionId: string; model: string; providerId: string } | undefined
}

export type FundingAnswer = {
  allowed: boolean
  /** What this app could spend. */
  availableMicrocents: Microcents
  /** Why not: `insufficient_funds` for every kind of too little, else what stands in the way. */
  code: 'insufficient_funds' | ErrorCode | null
}

const NO_HASH = Buffer.alloc(0)

export async function fundingAllowed(holds: Holds, question: FundingQuestion): Promise<FundingAnswer> {
  const { payer, credentialId, minimumMicrocents, service } = question
  const answer = await patiently(() =>
    holds.preview({
      ...{ holdId: service ? newId() : NIL_ID, walletId: payer.walletId, connectionId: payer.connectionId, credentialId },
      ...{ requestHash: NO_HASH, externalUserId: payer.externalUserId },
      model: service?.model ?? '',
      providerId: service?.providerId ?? NIL_ID,
      priceVersionIds: [service?.priceVersionId ?? NIL_ID],
      // All of it is the charge: what is asked is what can be paid, not what a model's markup would leave.
      serviceId: service?.id ?? NIL_ID,
      fixedNumerator: minimumMicrocents * PRICED_UNITS,
      unitPriceMicrocentsPerMillion: 0n,
      unitsWanted: 0,
      unitsMinimum: 0,
    }),
  )
  return { allowed: answer.outcome === 'held', availableMicrocents: answer.spendableMicrocents, code: codeOf(answer) }
}

function codeOf({ outcome }: HoldAnswer): FundingAnswer['code'] {
  if (outcome === 'held') return null
  if (!(outcome in errorCodes)) return 'busy'
  const code = outcome as ErrorCode
  return errorCodes[code].status === 402 ? 'insufficient_funds' : code
}
