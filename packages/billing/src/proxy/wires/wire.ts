// What a wire must know: one request and response format. The proxy passes bytes; a wire only reads and annotates them.
import type { Microcents } from '@farebox/money'
import type { ModelFacts, PerMeter, Usage } from '@farebox/pricing'
import type { Provider } from '../providers/provider.ts'

export type Json = { readonly [name: string]: unknown }

/** A caller's request, checked against the wire's table of parameters. */
export type WireRequest = {
  /** As the caller spelled them: one, or up to five that are tried in turn. */
  modelNames: readonly string[]
  /** The caller gave a list, so another model may answer in the first one's place. */
  hasFallback: boolean
  stream: boolean
  /** The caller's own limit on each answer. */
  outputUnitsWanted: number | undefined
  choices: number
  /** What the request asks the provider to write to its cache, and for how long: a longer life costs more. */
  cacheWrites: 'none' | 'five minutes' | 'one hour'
  /** The caller's cap on this call. */
  chargeMaxMicrocents: Microcents | undefined
  /** Who used it, where a developer pays: a label, never sent upstream. */
  endUser: string | undefined
  /** Whether the caller wants usage in the stream. */
  wantsStreamUsage: boolean
  body: Json
}

export type UpstreamRequest = {
  request: WireRequest
  /** The provider's own name for the model. */
  modelId: string
  provider: Provider
  /** Output units for each choice, as the hold granted. */
  unitsGranted: number
  /** Stands for the payer at the provider, without saying who it is. */
  payerAlias: string
}

/** What one event of a stream, or a whole answer, says about the call. */
export type Reading = {
  /** Output as text: what a tokenizer counts when the provider's usage is missing. */
  text: string
  /** Output pieces in it, in any form. */
  pieces: number
  /** The provider's own count; undefined where there is none that can be believed. */
  usage: Usage | undefined
  /** The answer said why it ended. */
  finished: boolean
  /** The provider reported a failure inside a stream that had begun. */
  failed: boolean
}

/** What is written into an answer about its cost. */
export type Receipt = {
  chargeId: string
  /** What was reserved. */
  hold: string
  cost: string
  costDetails: { base: string; markup: string; provider_cost: string; margin: string; price_version: string }
  usage: PerMeter<number>
  stopped: string | undefined
  /** For clients of Quota, whose block this mirrors. */
  quota: { credits_used: string; balance_before: string; balance_after: string; billing_mode: string } | undefined
}

export type StreamHead = { id: unknown; model: unknown; created: unknown }

export type Wire = {
  name: string
  /** After the provider's base address. */
  path: string
  parse: (body: unknown) => WireRequest
  /** An upper bound of the input, free to compute; and the same with the model's tokenizer. */
  inputBound: (request: WireRequest, model: ModelFacts) => number
  refinedInputBound: (request: WireRequest, model: ModelFacts) => Promise<number>
  /** What the input most likely counts: for calls whose provider never said. */
  estimateInput: (request: WireRequest, model: ModelFacts) => Promise<number>
  /** Throws for a parameter this provider would drop in silence. */
  refuseIgnored: (request: WireRequest, model: ModelFacts, provider: Provider) => void
  writeUpstream: (upstream: UpstreamRequest) => string
  readAnswer: (answer: Json) => Reading
  readEvent: (event: Json) => Reading
  /** The answer's text with the receipt inside it; every other byte stays. */
  annotateAnswer: (text: string, answer: Json, receipt: Receipt) => string
  /** The last event of a stream, carrying usage and receipt. `event` is the provider's own usage event, where it sent one. */
  usageEvent: (event: Json | undefined, head: StreamHead, receipt: Receipt) => string
  /** The event that ends a stream early without an error. */
  stopEvent: (head: StreamHead) => string
}
