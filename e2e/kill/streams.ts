// Calls whose answers stream slowly, so that something can be killed in the middle of them.

import type { WorldUser } from '@farebox/billing/testing'
import type { Database } from '@farebox/db'

export type Caller = { url: string; secret: string }

export type StreamUnderWay = {
  /** Resolves with the first bytes of the answer. */
  begun: Promise<void>
  /** All that came: `complete` where its last word did. */
  ended: Promise<{ status: number; text: string; complete: boolean }>
  leave: () => void
}

const MAX_TOKENS = 600

export function openStream(caller: Caller, user: WorldUser, prompt: string): StreamUnderWay {
  const leaving = new AbortController()
  const begun = Promise.withResolvers<void>()
  const read = async () => {
    let text = ''
    let status = 0
    try {
      const reply = await call(caller, user, { prompt, stream: true, signal: leaving.signal })
      status = reply.status
      for await (const bytes of reply.body ?? []) {
        text += Buffer.from(bytes).toString('utf8')
        begun.resolve()
      }
    } catch {
      // Cut off: what came until then is what we know.
    }
    begun.resolve()
    return { status, text, complete: text.includes('data: [DONE]') }
  }
  return { begun: begun.promise, ended: read(), leave: () => leaving.abort() }
}

export function call(
  { url, secret }: Caller,
  { externalUserId }: WorldUser,
  { prompt, stream = false, signal }: { prompt: string; stream?: boolean; signal?: AbortSignal },
): Promise<Response> {
  return fetch(`${url}/v1/users/${externalUserId}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', stream, max_tokens: MAX_TOKENS, messages: [{ role: 'user', content: prompt }] }),
    ...(signal && { signal }),
  })
}

/** How many open holds know already what their call has cost so far. */
export const checkpoints = (database: Database) => database.hold.count({ where: { state: 'open', checkpointBaseMicrocents: { gt: 0n } } })
