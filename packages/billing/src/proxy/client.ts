// The caller's end of a call, as the proxy needs it. The gateway makes one from its HTTP reply.

export type Client = {
  readonly gone: boolean
  /** Called at most once, when the caller hangs up before the reply has ended. */
  onGone: (listener: () => void) => void
  /** Begins a streamed reply. */
  start: (headers: Record<string, string>) => void
  /** False: wait for `onDrain` before writing more. */
  write: (text: string) => boolean
  onDrain: (listener: () => void) => void
  end: (text: string) => void
}
