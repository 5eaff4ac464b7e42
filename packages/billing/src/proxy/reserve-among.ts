// One hold for a call that several models may answer: it pays the most over all of them. Where that is too much, it pays the first
// that can be paid, and those no dearer; a dearer one gets its turn with what the hold then pays.
import type { AppError } from '@farebox/errors'
import { PRICED_UNITS } from '@farebox/pricing'
import { type Attempt, exhausted, isTooDear } from './attempt.ts'
import type { Candidate, PricedCandidate } from './candidates.ts'
import { type RefusalDesk, refusalOf } from './refusal.ts'
import { type CallToReserve, type Decision, decide, type Payable, type ReserveDesk } from './reserve.ts'

export type DecisionAmong = Decision & {
  /** Who was passed over before the hold. */
  refused: readonly Attempt[]
  /** Why not all could be paid, where so. */
  shortage: AppError | undefined
}

/** Throws `models_exhausted` where no candidate is allowed and can be paid; any other refusal comes back undecided. */
export async function decideAmong(
  call: CallToReserve,
  absent: readonly Attempt[],
  desk: ReserveDesk & RefusalDesk,
  openHold?: ReserveDesk['holds']['open'],
): Promise<DecisionAmong> {
  const refused = [...absent]
  let candidates = call.candidates
  let payable: Payable | undefined
  let shortage: AppError | undefined
  for (;;) {
    const left = { ...call, candidates }
    const decision = await decide(left, desk, { ...(payable && { payable }), ...(openHold && { openHold }) }).catch((cause: unknown) => {
      const gone = candidates.filter((candidate) => isGone(candidate, desk))
      if (gone.length === 0) throw cause
      refused.push(...gone.map((candidate) => attemptAt(candidate, cause as AppError)))
      candidates = candidates.filter((candidate) => !gone.includes(candidate))
      return undefined
    })
    if (!decision) {
      if (candidates.length === 0) throw exhausted(refused)
      continue
    }
    const { outcome } = decision.answer
    if (outcome !== 'model_not_allowed' && !isTooDear(outcome)) return { ...decision, refused, shortage }
    const refusal = await refusalOf(left, decision, desk)
    if (isTooDear(outcome) && !payable && noDearer(decision.candidates).length < candidates.length) {
      payable = noDearer
      shortage = refusal
      continue
    }
    const [first, ...others] = candidates
    if (first) refused.push(attemptAt(first, refusal))
    if (others.length === 0) throw exhausted(refused)
    candidates = others
    payable = undefined
    shortage = undefined
  }
}

/** Its price ended, or it was switched off, since the call was read. */
function isGone({ model }: Candidate, { prices, clock }: ReserveDesk): boolean {
  return prices.find(model, clock()) === undefined
}

export function attemptAt({ place, model, chosen }: Candidate, refusal: AppError): Attempt {
  return { place, model: model.id, provider: chosen.provider.name, refusal }
}

/** The first, and those a hold for it pays as well. */
function noDearer(candidates: readonly PricedCandidate[]): readonly PricedCandidate[] {
  const [first] = candidates
  if (!first) return []
  const most = first.quote
  return candidates.filter(
    ({ quote }) =>
      quote.fixedNumerator <= most.fixedNumerator &&
      quote.unitPriceMicrocentsPerMillion <= most.unitPriceMicrocentsPerMillion &&
      quote.unitsWanted <= most.unitsWanted,
  )
}

/** The output units a hold of this base pays with this model; fewer than the least that is worth it: none. */
export function unitsPaidBy(baseMaxMicrocents: bigint, { quote }: Pick<PricedCandidate, 'quote'>, mayClamp: boolean): number {
  const { fixedNumerator, unitPriceMicrocentsPerMillion, unitsWanted, unitsMinimum } = quote
  const left = baseMaxMicrocents * PRICED_UNITS - fixedNumerator
  if (left < 0n) return 0
  const paid = unitPriceMicrocentsPerMillion === 0n ? BigInt(unitsWanted) : left / unitPriceMicrocentsPerMillion
  const units = paid < BigInt(unitsWanted) ? Number(paid) : unitsWanted
  return units < (mayClamp ? unitsMinimum : unitsWanted) ? 0 : units
}
