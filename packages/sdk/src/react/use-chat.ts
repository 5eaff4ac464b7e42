'use client'

// A conversation as a component keeps it: what was said, what is being said, and what went wrong.
import { useCallback, useRef, useState } from 'react'
import type { ChatMessage, ChatStream } from '../browser/types.ts'
import { chatChunk } from '../chat/chat-answer.ts'
import { readEvents } from '../chat/read-events.ts'
import { errorOfReply, FareboxError } from '../errors.ts'

export type Said = { role: 'user' | 'assistant' | 'system'; content: string }

/** How an answer is asked for: `chatAt('/api/farebox/chat')`, or `(messages, options) => farebox.ai.chat(messages, { …options, stream: true })`. */
export type Ask = (messages: readonly ChatMessage[], options: { signal: AbortSignal }) => Promise<ChatStream>

export type UseChat = {
  messages: readonly Said[]
  status: 'ready' | 'answering'
  /** Of the last answer. `topupUrl` and `connectUrl` say what to do about it. */
  error: FareboxError | undefined
  /** Dollars that the last answer did cost, as a decimal string. */
  cost: string | undefined
  send: (text: string) => Promise<void>
  /** Ends the answer. What was said until then is kept, and charged. */
  stop: () => void
}

export function useChat(ask: Ask, first: readonly Said[] = []): UseChat {
  const [messages, setMessages] = useState<readonly Said[]>(first)
  const [status, setStatus] = useState<UseChat['status']>('ready')
  const [error, setError] = useState<FareboxError>()
  const [cost, setCost] = useState<string>()
  const underWay = useRef<AbortController>(undefined)

  const send = useCallback(
    async (text: string) => {
      underWay.current?.abort()
      const call = new AbortController()
      underWay.current = call
      const asked: readonly Said[] = [...messages, { role: 'user', content: text }]
      setMessages(asked)
      setStatus('answering')
      setError(undefined)
      try {
        let answer = ''
        for await (const chunk of await ask(asked, { signal: call.signal })) {
          answer += chunk.text
          if (underWay.current !== call) return
          setMessages([...asked, { role: 'assistant', content: answer }])
          if (chunk.charge) setCost(chunk.charge.total)
        }
      } catch (failure) {
        if (underWay.current === call && !call.signal.aborted) setError(asFareboxError(failure))
      } finally {
        if (underWay.current === call) setStatus('ready')
      }
    },
    [ask, messages],
  )
  return { messages, status, error, cost, send, stop: useCallback(() => underWay.current?.abort(), []) }
}

/** Asks a route of your own server, such as `fareboxRoutes` of `@farebox/sdk/next` gives you. */
export function chatAt(address: string, parameters: Record<string, unknown> = {}): Ask {
  return async (messages, { signal }) => {
    const reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...parameters, messages, stream: true, stream_options: { include_usage: true } }),
      signal,
    })
    if (!reply.ok || !reply.body) throw await errorOfReply(reply)
    return chunksOf(reply.body)
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>) {
  for await (const event of readEvents(body)) yield chatChunk(event)
}

function asFareboxError(failure: unknown): FareboxError {
  if (failure instanceof FareboxError) return failure
  return new FareboxError('network_error', 'The answer did not arrive. Look at your connection.', { status: 0, cause: failure })
}
