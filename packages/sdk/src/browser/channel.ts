// Between the tabs of one website: an answer that came back in another window than the one that asked.
export type AuthorizationAnswer = { state: string; iss: string; code?: string; error?: string; error_description?: string }

type Said = { answer: AuthorizationAnswer } | { taken: string }

const HEARD_WITHIN_MS = 500

export function openChannel(app: string): BroadcastChannel | undefined {
  return typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`farebox:${app}`)
}

/** True: the window that asked is there and has it. */
export function handOver(app: string, answer: AuthorizationAnswer): Promise<boolean> {
  const channel = openChannel(app)
  if (!channel) return Promise.resolve(false)
  return new Promise((resolve) => {
    const end = (isTaken: boolean) => {
      clearTimeout(timer)
      channel.close()
      resolve(isTaken)
    }
    const timer = setTimeout(() => end(false), HEARD_WITHIN_MS)
    channel.onmessage = ({ data }: MessageEvent<Said>) => {
      if ('taken' in data && data.taken === answer.state) end(true)
    }
    channel.postMessage({ answer } satisfies Said)
  })
}

/** Answers what stops listening. */
export function hearAnswer(app: string, state: string, hear: (answer: AuthorizationAnswer) => void): () => void {
  const channel = openChannel(app)
  if (!channel) return () => undefined
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (!('answer' in data) || data.answer.state !== state) return
    channel.postMessage({ taken: state } satisfies Said)
    hear(data.answer)
  }
  return () => channel.close()
}
