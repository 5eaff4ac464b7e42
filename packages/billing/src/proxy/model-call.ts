// What serving one model call needs to know, beside its hold.
import type { ModelFacts } from '@farebox/pricing'
import type { Answers } from './answers.ts'
import type { ChosenProvider } from './choose-provider.ts'
import type { Client } from './client.ts'
import type { ReceiptWishes } from './receipt.ts'
import type { Wire, WireRequest } from './wires/wire.ts'

export type ModelCall = {
  wire: Wire
  request: WireRequest
  model: ModelFacts
  chosen: ChosenProvider
  /** False: another model is tried if this one fails before its first output. Until then nothing is said to the client. */
  isLast: boolean
  client: Client
  /** Where the answer is kept for an Idempotency-Key; undefined where none was sent. */
  answers: Answers | undefined
  /** The request as it goes upstream, with the output that was granted. */
  upstreamBody: (unitsGranted: number) => string
  wishes: ReceiptWishes
  /** Where error codes are explained. */
  docsUrl: string
}

/** A reply in one piece, or one that was streamed to the client already. */
export type CallReply = { streamed: false; headers: Record<string, string>; body: string } | { streamed: true }
