// What a chat call answers, wherever it is made: from OpenAI's completion to blocks of content, the text, and what it cost.
import type { Charge, ChatAnswer, ChatChunk, ChatMessage, ChatUsage } from '../browser/types.ts'

export type Completion = {
  model: string
  choices: { message?: Written; delta?: Written; finish_reason?: string | null }[]
  usage?: ChatUsage | null
  farebox?: { charge_id: string; hold: string; stopped?: string }
}

type Written = { role?: string; content?: string | null; [more: string]: unknown }

export function messagesOf(prompt: string | readonly ChatMessage[]): readonly ChatMessage[] {
  return typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt
}

/** `headers` are the reply's: they name the model that answered. */
export function chatAnswer(completion: Completion, headers: Headers): ChatAnswer {
  const [choice] = completion.choices
  const { content, ...message } = choice?.message ?? {}
  const text = content ?? ''
  return {
    message: { role: 'assistant', ...message, content: [{ type: 'text', text }] },
    text,
    model: headers.get('x-farebox-model') ?? completion.model,
    usage: completion.usage ?? { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    charge: chargeOf(completion) ?? { id: headers.get('x-farebox-charge-id') ?? '', total: headers.get('x-farebox-charge') ?? undefined },
    finish_reason: choice?.finish_reason ?? null,
    toString: () => text,
  }
}

/** One event of a streamed answer. The last one has no words, and says what the call did cost. */
export function chatChunk(event: Record<string, unknown>): ChatChunk {
  const completion = event as Completion
  const charge = chargeOf(completion)
  return {
    text: completion.choices?.[0]?.delta?.content ?? '',
    chunk: event,
    ...(completion.usage && { usage: completion.usage }),
    ...(charge && { charge }),
  }
}

const chargeOf = ({ farebox, usage }: Completion): Charge | undefined => farebox && { id: farebox.charge_id, total: usage?.cost }
