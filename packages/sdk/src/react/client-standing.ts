// Who is signed in, and whether they can pay, as something React can subscribe to: one for each client, however often it is rendered.
import type { Farebox, FareboxUser, Usage } from '../browser/types.ts'

export type Standing = {
  /** `loading` until the browser was asked: on a server, and in the first render there. */
  status: 'loading' | 'signedOut' | 'signedIn'
  user: FareboxUser | undefined
  /** What this app spent of what it may, and whether the wallet holds enough. */
  usage: Usage | undefined
}

export type ClientStanding = {
  subscribe: (onChange: () => void) => () => void
  read: () => Standing
  /** Asks again what was spent. */
  refresh: () => Promise<void>
}

export const unknownStanding: Standing = { status: 'loading', user: undefined, usage: undefined }

const standings = new WeakMap<Farebox, ClientStanding>()

export function standingOf(farebox: Farebox): ClientStanding {
  const known = standings.get(farebox) ?? follow(farebox)
  standings.set(farebox, known)
  return known
}

function follow(farebox: Farebox): ClientStanding {
  const listeners = new Set<() => void>()
  let standing = unknownStanding
  let stops: (() => void)[] = []

  const become = (next: Standing) => {
    standing = next
    for (const tell of listeners) tell()
  }
  const refresh = async () => {
    const usage = await farebox.usage().catch(() => undefined)
    if (standing.user) become({ ...standing, usage })
  }
  const signedIn = (user: FareboxUser) => {
    become({ status: 'signedIn', user, usage: undefined })
    void refresh()
  }
  const signedOut = () => become({ status: 'signedOut', user: undefined, usage: undefined })

  function begin() {
    stops = [
      farebox.on('signedIn', signedIn),
      farebox.on('signedOut', signedOut),
      farebox.on('revoked', signedOut),
      farebox.on('charge', () => void refresh()),
      farebox.on('limit', () => void refresh()),
      farebox.on('needsTopUp', () => void refresh()),
    ]
    farebox.user().then(
      (user) => (user ? signedIn(user) : signedOut()),
      () => signedOut(),
    )
  }

  return {
    subscribe(onChange) {
      if (listeners.size === 0) begin()
      listeners.add(onChange)
      return () => {
        listeners.delete(onChange)
        if (listeners.size === 0) for (const stop of stops) stop()
      }
    },
    read: () => standing,
    refresh,
  }
}
