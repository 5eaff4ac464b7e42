// What a wire must know: how a vendor's request, answer, stream and error look. One folder per wire, in `wires/`.
import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'

export type Call = {
  model: string
  promptTokens: number
  /** Of the prompt, read from the vendor's cache. */
  cachedTokens?: number | undefined
  /** Of the prompt, written to it. */
  writtenTokens?: number | undefined
  outputLimit?: number | undefined
  stream: boolean
  /** Whether a stream ends with usage: OpenAI sends it only when asked. */
  streamUsage: boolean
  choices: number
  stops: readonly string[]
  /** The last user message, where directives are looked for. Never kept. */
  lastUserText: string
}

export type Refusal = {
  status: number
  /** The status of the reply, where it is not what the body says. */
  answeredAs?: number
  kind: 'invalid' | 'authentication' | 'not found' | 'rate limit' | 'context' | 'server'
  message: string
  param?: string
  code?: string
  retryAfterSeconds?: number
}

export type Exchange = { id: string; createdSeconds: number; call: Call; answer: Answer; withUsage: boolean }

/** The pieces of one event stream, each ready to be written. */
export type StreamWriter = {
  opening: string
  piece: (choice: number, text: string) => string
  closing: string
  /** A failure after output has begun, in the vendor's words. */
  failure: string
}

export type Wire = {
  name: string
  /** Whose way of speaking it this is; undefined for everyone who speaks it alike. */
  vendor?: string
  /** Never says what it read from a cache, and never charges less for it. */
  neverCaches?: boolean
  paths: readonly string[]
  keyIn: (headers: IncomingHttpHeaders) => string | undefined
  read: (body: unknown) => Call | { refusal: Refusal }
  headers: (id: string, promptTokens: number) => Record<string, string>
  refusalBody: (refusal: Refusal, id: string) => object
  reply: (exchange: Exchange) => object
  stream: (exchange: Exchange) => StreamWriter
}
