// What a chat call answers, in the shape that `farebox.ai.chat` has everywhere: blocks of content, the text, what it cost.
export type ChatMessage = { role: string; content: unknown; [more: string]: unknown }

export type TextBlock = { type: 'text'; text: string }

/** Dollars as decimal strings with 8 digits. */
export type Usage = {
  prompt_tokens: number
  completion_tokens: number
  total_tokens?: number
  /** What left the payer's balance. */
  cost: string
  cost_details: { base: string; markup: string; provider_cost: string; margin: string; price_version: string }
  [more: string]: unknown
}

/** `stopped` says why an answer ended early, such as `limit`: what came until then is charged. */
export type ChargeNote = { charge_id: string; hold: string; stopped?: string }

export type ChatAnswer = {
  message: { role: string; content: TextBlock[]; tool_calls?: unknown[] }
  text: string
  /** The model that answered: not the first you named, where that one could not. */
  model: string
  usage: Usage | undefined
  charge: ChargeNote | undefined
  finish_reason: string | null
  /** As the API answered. */
  raw: unknown
  toString(): string
}

/** A piece of an answer while it is being written. */
export type ChatPart = { text: string; chunk: ChatChunk; toString(): string }

/** Parts as they come, and the whole answer when the last has come. */
export type ChatStream = AsyncIterable<ChatPart> & { answer: Promise<ChatAnswer> }

export type ChatCompletion = {
  model: string
  choices: { message?: Written; delta?: Written; finish_reason?: string | null }[]
  usage?: Usage | null
  farebox?: ChargeNote
}
export type ChatChunk = ChatCompletion

type Written = { role?: string; content?: string | null; tool_calls?: unknown[] }

export function messagesOf(prompt: string | readonly ChatMessage[]): readonly ChatMessage[] {
  return typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt
}

export function chatAnswer(completion: ChatCompletion, answeredBy?: string | null): ChatAnswer {
  const [choice] = completion.choices
  const text = choice?.message?.content ?? ''
  const calls = choice?.message?.tool_calls
  return {
    message: { role: choice?.message?.role ?? 'assistant', content: [{ type: 'text', text }], ...(calls && { tool_calls: calls }) },
    text,
    model: answeredBy ?? completion.model,
    usage: completion.usage ?? undefined,
    charge: completion.farebox,
    finish_reason: choice?.finish_reason ?? null,
    raw: completion,
    toString: () => text,
  }
}

/** Parts of an answer and, when they have ended, the answer they make up. */
export function chatStream(chunks: AsyncIterable<unknown>, answeredBy?: string | null): ChatStream {
  const { promise, resolve, reject } = Promise.withResolvers<ChatAnswer>()
  // Who only reads the parts learns of a failure there.
  promise.catch(() => undefined)
  async function* parts(): AsyncGenerator<ChatPart, void> {
    const whole: ChatCompletion = { model: '', choices: [] }
    try {
      for await (const each of chunks) {
        const chunk = each as ChatChunk
        add(whole, chunk)
        const text = chunk.choices[0]?.delta?.content ?? ''
        if (text) yield { text, chunk, toString: () => text }
      }
      resolve(chatAnswer(whole, answeredBy))
    } catch (failure) {
      reject(failure)
      throw failure
    } finally {
      reject(new Error('The stream was left before its end.'))
    }
  }
  return { [Symbol.asyncIterator]: parts, answer: promise }
}

function add(whole: ChatCompletion, { model, choices: [choice], usage, farebox }: ChatChunk): void {
  whole.model ||= model
  if (usage) whole.usage = usage
  if (farebox) whole.farebox = farebox
  if (!choice) return
  const message: Written = whole.choices[0]?.message ?? { role: 'assistant', content: '' }
  const { delta, finish_reason: ended = null } = choice
  whole.choices[0] = {
    message: { ...message, ...(delta?.role && { role: delta.role }), content: `${message.content ?? ''}${delta?.content ?? ''}` },
    finish_reason: ended ?? whole.choices[0]?.finish_reason ?? null,
  }
}
