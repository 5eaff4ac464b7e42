// Serves a call by the first of several models that can. Each attempt has the same hold; what is charged is the model's that answered.
import { AppError, type ErrorCode } from '@farebox/errors'
import type { Holds } from '@farebox/ledger/holds'
import { type Microcents, microcents, ZERO } from '@farebox/money'
import { priceOf } from '@farebox/pricing'
import { BilledFailure, failureToTell, NOTHING_USED } from '../metering/ending.ts'
import type { Served, UnderWay } from '../metering/metered-operation.ts'
import type { Reserved } from '../metering/reserved.ts'
import type { Charge } from '../metering/settle.ts'
import { type Attempt, exhausted, mayTryNext } from './attempt.ts'
import type { PricedCandidate } from './candidates.ts'
import type { Client } from './client.ts'
import { attemptAt, unitsPaidBy } from './reserve-among.ts'

/** Money held for a call, and who may answer it. */
export type ReservedCall = Reserved & {
  candidates: readonly PricedCandidate[]
  baseMaxMicrocents: Microcents
  /** Who was passed over before the hold. */
  refused: readonly Attempt[]
  /** Why not all could be paid, where so. */
  shortage: AppError | undefined
}

export type FallBack<Reply> = {
  reserved: ReservedCall
  client: Client
  mayClamp: boolean
  underWay: UnderWay
  /** One attempt. It throws until the first output; after that it is this one's answer, however it ends. */
  serve: (attempt: { candidate: PricedCandidate; reserved: Reserved; underWay: UnderWay; isLast: boolean }) => Promise<Served<Reply>>
}

export async function fallBack<Reply>(
  { reserved, client, mayClamp, underWay, serve }: FallBack<Reply>,
  holds: Holds,
): Promise<Served<Reply>> {
  const refused = [...reserved.refused]
  let lost = ZERO
  for (const [place, candidate] of reserved.candidates.entries()) {
    try {
      if (client.gone) throw new AppError('request_timeout', { internal: 'the client left before a model answered' })
      if (place > 0) await takeOver(candidate, reserved, holds)
      const attempt = reservedFor(candidate, reserved, mayClamp)
      const isLast = place === reserved.candidates.length - 1
      const pricedUnderWay = { ...underWay, watch: (call) => underWay.watch({ ...call, priceVersion: candidate.priceVersion }) } as UnderWay
      const served = await serve({ candidate, reserved: attempt, underWay: pricedUnderWay, isLast })
      return answeredBy(candidate, attempt, served, place > 0, lost)
    } catch (cause) {
      lost = microcents(lost + lossOf(cause, candidate))
      const refusal = failureToTell(cause)
      if (!mayTryNext(refusal)) throw new BilledFailure(refusal, NOTHING_USED, lost)
      refused.push(attemptAt(candidate, refusal))
    }
  }
  throw new BilledFailure(exhausted(refused), NOTHING_USED, lost)
}

/** The hold is another model's from here on, if it is allowed: asked of the books, not remembered. */
async function takeOver({ model, priceVersion }: PricedCandidate, { holdId, payer }: Reserved, holds: Holds): Promise<void> {
  const { id: priceVersionId, providerId } = priceVersion
  const refused = await holds.switchModel({ holdId, walletId: payer.walletId, model: model.id, providerId, priceVersionId })
  if (refused) throw new AppError(refused as ErrorCode, { ...(refused === 'model_not_allowed' && { param: 'model' }) })
}

/** The same money, quoted for this model. */
function reservedFor(candidate: PricedCandidate, reserved: ReservedCall, mayClamp: boolean): Reserved {
  const unitsGranted = unitsPaidBy(reserved.baseMaxMicrocents, candidate, mayClamp)
  if (unitsGranted === 0) throw reserved.shortage ?? new AppError('wallet_empty')
  return { ...reserved, priceVersion: candidate.priceVersion, unitsWanted: candidate.quote.unitsWanted, unitsGranted }
}

function answeredBy<Reply>(
  { priceVersion }: PricedCandidate,
  attempt: Reserved,
  served: Served<Reply>,
  isAnother: boolean,
  lostMicrocents: Microcents,
): Served<Reply> {
  const inItsName = (charge: Charge): Charge => ({ ...charge, reserved: attempt })
  return {
    ended: served.ended.then((ending) => ({ ...ending, lostMicrocents, ...(isAnother && { answeredBy: priceVersion }) })),
    reply: (charge) => served.reply(charge.then(inItsName)),
  }
}

function lossOf(cause: unknown, { priceVersion }: PricedCandidate): Microcents {
  return cause instanceof BilledFailure ? priceOf(cause.usage, priceVersion).costMicrocents : ZERO
}
