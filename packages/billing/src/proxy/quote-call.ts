// What a call would cost, before it is paid for: the decision of its hold, undone, and told as a price. Nothing is reserved.
import { AppError, assert } from '@farebox/errors'
import type { HoldAnswer } from '@farebox/ledger/holds'
import { basisPointsUp, divideDown, greatest, least, type Microcents, microcents, toDollars, ZERO } from '@farebox/money'
import { markupOn, priceOf, quotedBase, TYPICAL_MESSAGE, usageOf } from '@farebox/pricing'
import { patiently } from '../metering/patiently.ts'
import { candidatesOf, type PricedCandidate } from './candidates.ts'
import { type ChatCall, callToReserve } from './chat-completion.ts'
import type { MeteringProxy } from './open-proxy.ts'
import { refusalOf } from './refusal.ts'
import { type CallToReserve, type Decision, decide } from './reserve.ts'
import { decideAmong, unitsPaidBy } from './reserve-among.ts'
import type { Wire, WireRequest } from './wires/wire.ts'

export type QuoteAsked = Pick<ChatCall, 'id' | 'caller' | 'externalUserId' | 'endUser' | 'body' | 'bodyBytes' | 'clamp' | 'onModel'>

/** A refusal that more money would not change is thrown, as the call would be refused. */
export async function quoteCall(asked: QuoteAsked, proxy: MeteringProxy, wire: Wire) {
  const request = wire.parse(asked.body)
  const { candidates, absent } = candidatesOf(request, wire, asked.caller.mode, proxy)
  const [first] = candidates
  assert(first, 'a call has a model')
  asked.onModel(first.model.id)
  const call = await callToReserve({ ...asked, idempotencyKey: undefined }, request, candidates, proxy, wire)
  const openHold: Parameters<typeof decideAmong>[3] = (hold) => patiently(() => proxy.holds.preview(hold))

  try {
    const decision = request.hasFallback ? await decideAmong(call, absent, proxy, openHold) : await decide(call, proxy, { openHold })
    if (decision.answer.outcome !== 'held') throw await refusalOf(call, decision, proxy)
    return await describe(call, decision, null)
  } catch (refusal) {
    if (!(refusal instanceof AppError) || refusal.entry.status !== 402) throw refusal
    const alone = await decide({ ...call, candidates: [first] }, proxy, { openHold })
    return await describe(call, alone, refusal)
  }
}

async function describe(call: CallToReserve, { answer, quote, candidates }: Decision, refusal: AppError | null) {
  const [first] = candidates
  assert(first, 'a call has a model')
  const most = refusal ? unpaid(quotedBase(quote), answer) : { base: answer.baseMaxMicrocents, total: answer.amountMicrocents }
  const unitsOf = (candidate: PricedCandidate) => (refusal ? candidate.quote.unitsWanted : unitsHeld(call, candidate, answer))
  const expected = await Promise.all(candidates.map((candidate) => expectedOf(call, candidate, unitsOf(candidate), answer)))
  const clamped = refusal === null && unitsOf(first) < first.quote.unitsWanted
  return {
    object: 'quote' as const,
    model: first.model.id,
    provider: first.chosen.provider.name,
    currency: 'USD' as const,
    affordable: refusal === null,
    code: refusal?.code ?? null,
    expected: expected[0],
    max: amounts(most),
    max_tokens: unitsOf(first),
    clamp: clamped ? { max_tokens: unitsOf(first), wanted: first.quote.unitsWanted } : null,
    available: toDollars(answer.spendableMicrocents),
    markup: { bps: answer.markupBps },
    price_version: first.priceVersion.id,
    ...(call.request.hasFallback && {
      models: candidates.map((candidate, place) => ({
        model: candidate.model.id,
        provider: candidate.chosen.provider.name,
        max_tokens: unitsOf(candidate),
        expected: expected[place],
        price_version: candidate.priceVersion.id,
      })),
    }),
    metadata: refusal?.metadata ?? {},
  }
}

function unitsHeld({ request, clamp }: CallToReserve, candidate: PricedCandidate, answer: HoldAnswer): number {
  return request.hasFallback ? unitsPaidBy(answer.baseMaxMicrocents, candidate, clamp) : answer.unitsGranted
}

/** The input as the tokenizer counts it, and an answer of usual length: how long it will be, nobody knows before. */
async function expectedOf({ wire, request }: CallToReserve, { model, priceVersion }: PricedCandidate, units: number, answer: HoldAnswer) {
  const [input, output] = [await wire.estimateInput(request, model), usualOutput(request, units)]
  const { baseMicrocents: base } = priceOf(usageOf({ input, output }), priceVersion)
  const markup = markupOn(greatest(ZERO, microcents(base - freePart(answer))), answer.markupBps)
  return { ...amounts({ base, total: microcents(base + markup) }), input_tokens: input, output_tokens: output }
}

function usualOutput({ choices }: WireRequest, units: number): number {
  return Math.min(TYPICAL_MESSAGE.output ?? units, units) * choices
}

/** What grants and promotions would pay of the hold: markup is on the rest alone, and says how much that is. */
function freePart({ amountMicrocents, baseMaxMicrocents, markupBps }: HoldAnswer): Microcents {
  const markup = amountMicrocents - baseMaxMicrocents
  if (markupBps === 0 || markup <= 0n) return markupBps === 0 ? ZERO : baseMaxMicrocents
  const paid = divideDown(microcents(markup * 10_000n), BigInt(markupBps))
  return microcents(baseMaxMicrocents - least(paid, baseMaxMicrocents))
}

/** Nothing is held: the most it would be, all of it the payer's own money. */
function unpaid(base: Microcents, { markupBps }: HoldAnswer): { base: Microcents; total: Microcents } {
  return { base, total: microcents(base + basisPointsUp(base, markupBps)) }
}

function amounts({ base, total }: { base: Microcents; total: Microcents }) {
  return { charge: toDollars(total), charge_microcents: String(total), base: toDollars(base), markup: toDollars(microcents(total - base)) }
}
