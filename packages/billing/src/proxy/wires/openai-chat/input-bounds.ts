// Bounds of a request's input, each measured once: a list of models asks again and again, and a long input takes long to measure.
import type { ModelFacts } from '@farebox/pricing'
import { inputBound, refinedInputBound } from '@farebox/pricing/tokenizer'
import type { WireRequest } from '../wire.ts'

const measured = new WeakMap<WireRequest, { bytes: Map<string, number>; tokens: Map<string, Promise<number>> }>()

/** Free to compute, next to the tokenizer's. */
export function boundByBytes(request: WireRequest, model: ModelFacts): number {
  return once(boundsOf(request).bytes, factsOf(model, false), () => inputBound(chatInput(request), model))
}

export function boundByTokens(request: WireRequest, model: ModelFacts): Promise<number> {
  return once(boundsOf(request).tokens, factsOf(model, true), () => refinedInputBound(chatInput(request), model))
}

function chatInput({ body }: WireRequest) {
  return { messages: body.messages as unknown[], tools: body.tools, functions: body.functions, response_format: body.response_format }
}

function boundsOf(request: WireRequest) {
  const known = measured.get(request)
  if (known) return known
  const fresh = { bytes: new Map<string, number>(), tokens: new Map<string, Promise<number>>() }
  measured.set(request, fresh)
  return fresh
}

/** All that a bound depends on, beside the request. */
function factsOf({ tokenizer, imageUnitsMax, promptOverheadUnits }: ModelFacts, byTokenizer: boolean): string {
  return `${byTokenizer ? tokenizer : ''} ${imageUnitsMax} ${promptOverheadUnits}`
}

function once<Bound>(known: Map<string, Bound>, facts: string, measure: () => Bound): Bound {
  const bound = known.get(facts) ?? measure()
  known.set(facts, bound)
  return bound
}
