// The calls that somebody pays for, as one payer: the user in the path, the user in the header, or the organization of the key.
import type { ChatAnswer, ChatMessage, ChatStream, OcrAnswer } from '../browser/types.ts'
import { chatAnswer, chatChunk, messagesOf } from '../chat/chat-answer.ts'
import { readEvents } from '../chat/read-events.ts'
import { errorOfReply } from '../errors.ts'
import type { Balance, Dollars, Quote } from './answers.ts'
import { answered, type CallOptions, type Send } from './call.ts'

/** Who is named to pay. Nobody named: the organization, with a key of developer billing. */
export type Payer = { inPath: string } | { inHeader: string } | Record<never, never>

export type ChatParameters = {
  model?: string
  /** Tried in this order, before the first word: the next where one cannot serve the call, or is too dear. */
  models?: readonly string[]
  max_tokens?: number
  /** The most this one call may cost, in dollars. */
  max_charge?: Dollars
  /** Any other parameter of a chat completion. */
  [parameter: string]: unknown
}

export type ChatOptions = CallOptions &
  ChatParameters & {
    /** Where your organization pays: who used it. A key may have a budget for each. */
    endUser?: string
  }

export type ServerChat = {
  (prompt: string | readonly ChatMessage[], options: ChatOptions & { stream: true }): Promise<ChatStream>
  (prompt: string | readonly ChatMessage[], options: ChatOptions & { stream?: false }): Promise<ChatAnswer>
}

export type SpeechParameters = { model: string; input: string; voice?: string; response_format?: 'mp3' | 'wav' | 'pcm'; speed?: number }
export type OcrParameters = { document: string; model?: string; max_pages?: number; max_charge?: Dollars }
export type Speech = { audio: ArrayBuffer; contentType: string; charge: { id: string; total: string | undefined } }

export type PayerCalls = {
  chat: ServerChat
  /** The spoken text, whole. */
  speech: (asked: SpeechParameters, options?: CallOptions) => Promise<Speech>
  /** The text of an image or a PDF, given in base64 or as a `data:` URL. */
  ocr: (asked: OcrParameters, options?: CallOptions) => Promise<OcrAnswer>
  /** What a chat would cost, before it is paid for. Reserves nothing. */
  quote: (prompt: string | readonly ChatMessage[], parameters: ChatParameters) => Promise<Quote>
  /** What your app may still spend of this payer's. */
  balance: () => Promise<Balance>
}

export function payerCalls(send: Send, payer: Payer): PayerCalls {
  const prefix = 'inPath' in payer ? `/v1/users/${encodeURIComponent(payer.inPath)}` : '/v1'
  const named: Record<string, string> = 'inHeader' in payer ? { 'x-farebox-user': payer.inHeader } : {}
  const post = (path: string, body: unknown, { endUser, ...options }: CallOptions & { endUser?: string } = {}) =>
    send('POST', prefix + path, { ...options, body, headers: { ...named, ...(endUser && { 'x-farebox-end-user': endUser }) } })

  async function chat(prompt: string | readonly ChatMessage[], { idempotencyKey, signal, endUser, ...parameters }: ChatOptions) {
    const options = { ...(idempotencyKey && { idempotencyKey }), ...(signal && { signal }), ...(endUser && { endUser }) }
    const isStream = parameters.stream === true
    const body = { ...parameters, messages: messagesOf(prompt), ...(isStream && { stream_options: { include_usage: true } }) }
    const reply = await post('/chat/completions', body, options)
    if (!reply.ok) throw await errorOfReply(reply)
    return isStream && reply.body ? chunksOf(reply.body) : chatAnswer(await reply.json(), reply.headers)
  }

  return {
    chat: chat as ServerChat,
    async speech(asked, options) {
      const reply = await post('/audio/speech', asked, options)
      if (!reply.ok) throw await errorOfReply(reply)
      const contentType = reply.headers.get('content-type') ?? 'application/octet-stream'
      return { audio: await reply.arrayBuffer(), contentType, charge: chargeIn(reply.headers) }
    },
    async ocr(asked, options) {
      const reply = await post('/ocr', asked, options)
      const { text, pages } = await answered<Pick<OcrAnswer, 'text' | 'pages'>>(reply)
      return { text, pages, charge: chargeIn(reply.headers), toString: () => text }
    },
    quote: async (prompt, parameters) => answered(await post('/quote', { ...parameters, messages: messagesOf(prompt) })),
    balance: async () => answered(await send('GET', `${prefix}/balance`, { headers: named })),
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>) {
  for await (const event of readEvents(body)) yield chatChunk(event)
}

const chargeIn = (headers: Headers) => ({
  id: headers.get('x-farebox-charge-id') ?? '',
  total: headers.get('x-farebox-charge') ?? undefined,
})
