// What stays in this website's storage: who is signed in, and a request under way. Where a browser keeps nothing, a page remembers for
// as long as it is open.
import type { FareboxUser } from './types.ts'

/** Of a visitor without an account: the app's name for them, and what they are known again by. */
export type KeptGuest = { id: string; secret: string }

export type Kept = { user: FareboxUser }

/** A request that left this page: what its answer is exchanged with, and where the person was. */
export type Asked = { verifier: string; redirectUri: string; issuer: string; returnTo: string; at: number }

const ASKED_MS_MAX = 30 * 60_000

const memory = new Map<string, string>()

function read<Value>(key: string): Value | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? memory.get(key) ?? '') ?? undefined
  } catch {
    return undefined
  }
}

function write(key: string, value: unknown): void {
  const text = value === undefined ? undefined : JSON.stringify(value)
  try {
    if (text === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    if (text !== undefined) memory.set(key, text)
  }
  if (text === undefined) memory.delete(key)
}

export const keptKey = (app: string) => `farebox:${app}`

export const readKept = (app: string) => read<Kept>(keptKey(app))

export const keep = (app: string, kept: Kept | undefined) => write(keptKey(app), kept)

const guestKey = (app: string) => `farebox:${app}:guest`

export const readGuest = (app: string) => read<KeptGuest>(guestKey(app))

export const keepGuest = (app: string, guest: KeptGuest | undefined) => write(guestKey(app), guest)

export const keepAsked = (state: string, asked: Omit<Asked, 'at'>) => write(`farebox:${state}`, { ...asked, at: Date.now() })

/** Once: an answer is good for one exchange. */
export function takeAsked(state: string): Asked | undefined {
  const asked = read<Asked>(`farebox:${state}`)
  write(`farebox:${state}`, undefined)
  return asked && Date.now() - asked.at < ASKED_MS_MAX ? asked : undefined
}
