// What an app asks for: chat, speech, reading. Each is one call of the API that the user pays.
import { chatAnswer, chatChunk, messagesOf } from '../chat/chat-answer.ts'
import { readEvents } from '../chat/read-events.ts'
import { FareboxError } from '../errors.ts'
import type { Events } from './events.ts'
import { failureToReach } from './failure-to-reach.ts'
import type { PaidCalls } from './paid-calls.ts'
import type { Chat, ChatAnswer, ChatChunk, ChatMessage, ChatOptions, ChatStream, Farebox, OcrAnswer, OcrSource } from './types.ts'

type AiDesk = {
  calls: PaidCalls
  events: Events
  onRevoked: () => void
  /** The same app in test mode. */
  inTestMode: () => Farebox
}

const MODEL = 'gpt-4o-mini'
const VOICE_MODEL = 'farebox-voice'

type Given = { testMode?: boolean; signal?: AbortSignal; idempotencyKey?: string; [parameter: string]: unknown }

export function createAi(desk: AiDesk): Farebox['ai'] {
  const { calls, events, inTestMode } = desk

  async function chat(
    prompt: string | readonly ChatMessage[],
    second: ChatOptions | boolean = {},
    third: ChatOptions = {},
  ): Promise<ChatAnswer | ChatStream> {
    const given: ChatOptions = typeof second === 'boolean' ? { ...third, testMode: second } : second
    const { testMode, signal, idempotencyKey, ...parameters } = given
    if (testMode) return (inTestMode().ai.chat as (...all: unknown[]) => Promise<ChatAnswer>)(prompt, { ...given, testMode: false })
    const body = chatBody(prompt, parameters)
    const reply = await calls.post('/v1/chat/completions', body, { signal, idempotencyKey })
    if (parameters.stream) return { [Symbol.asyncIterator]: () => chunksOf(reply, desk) }
    const answer = chatAnswer(await jsonOf(reply), reply.headers)
    events.tell('charge', answer.charge)
    return answer
  }

  async function speech(text: string, { testMode, signal, idempotencyKey, ...parameters }: Given = {}): Promise<HTMLAudioElement> {
    if (testMode) return inTestMode().ai.speech(text, parameters)
    const body = { model: VOICE_MODEL, ...parameters, input: text }
    const reply = await calls.post('/v1/audio/speech', body, { signal, idempotencyKey })
    const audio = new Audio(URL.createObjectURL(await reply.blob().catch(lost)))
    tellCharge(events, reply)
    return audio
  }

  async function ocr(source: OcrSource, { testMode, signal, idempotencyKey, ...parameters }: Given = {}): Promise<OcrAnswer> {
    if (testMode) return inTestMode().ai.ocr(source, parameters)
    const document = await dataUrlOf(source)
    const reply = await calls.post('/v1/ocr', { ...parameters, document }, { signal, idempotencyKey })
    const { text, pages } = await jsonOf<Pick<OcrAnswer, 'text' | 'pages'>>(reply)
    return { text, pages, charge: tellCharge(events, reply), toString: () => text }
  }

  return {
    chat: chat as Chat,
    speech,
    ocr,
    transcribe: notOffered('Transcription'),
    image: notOffered('Making images'),
    txt2speech: speech,
    img2txt: async (source, options) => (await ocr(source, options)).text,
    speech2txt: notOffered('Transcription'),
    txt2img: notOffered('Making images'),
  }
}

export function chatBody(prompt: string | readonly ChatMessage[], { models, model = models?.[0] ?? MODEL, ...parameters }: ChatOptions) {
  // So that the last chunk says what it did cost.
  const inStream = parameters.stream === true ? { stream_options: { include_usage: true } } : {}
  return { model, ...(models && { models }), ...inStream, ...parameters, messages: messagesOf(prompt) }
}

/** Read on to its end, a stream says what it did cost; left, it is charged for what was produced. */
async function* chunksOf(reply: Response, { events, onRevoked }: AiDesk): AsyncGenerator<ChatChunk, void> {
  if (!reply.body) return
  try {
    for await (const event of readEvents(reply.body)) {
      const chunk = chatChunk(event)
      if (chunk.charge) events.tell('charge', chunk.charge)
      const { stopped } = (event.farebox ?? {}) as { stopped?: string }
      yield chunk
      if (stopped === 'connection_revoked') onRevoked()
    }
  } catch (cause) {
    throw failureToReach(cause, undefined)
  }
}

function tellCharge(events: Events, { headers }: Response): ChatAnswer['charge'] {
  const charge = { id: headers.get('x-farebox-charge-id') ?? '', total: headers.get('x-farebox-charge') ?? undefined }
  events.tell('charge', charge)
  return charge
}

const jsonOf = <Body>(reply: Response): Promise<Body> => reply.json().catch(lost)

/** The answer was under way when the connection broke. */
function lost(cause: unknown): never {
  throw failureToReach(cause, undefined)
}

/** The API fetches nothing: what is at an address is read here, by this website's own rights. */
async function dataUrlOf(source: OcrSource): Promise<string> {
  if (typeof source === 'string' && source.startsWith('data:')) return source
  const blob = typeof source === 'string' ? await fetched(source) : source
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

async function fetched(address: string): Promise<Blob> {
  const reply = await fetch(address).catch((cause) => {
    throw failureToReach(cause, false)
  })
  if (reply.ok) return reply.blob()
  throw new FareboxError('document_not_found', `There is no document at ${address}.`, { status: reply.status, charged: false })
}

const notOffered = (what: string) => () =>
  Promise.reject(new FareboxError('not_offered', `${what} is not offered yet. Nothing was charged.`, { status: 0, charged: false }))
