// A visitor who starts without an account: what they spend is the app's gift, they are known again by a secret in this website's
// storage, and what is left comes along when they sign in.
import { errorOfReply } from '../errors.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Events } from './events.ts'
import { failureToReach } from './failure-to-reach.ts'
import { keepGuest, readGuest } from './keep.ts'
import { alone, type Tokens } from './tokens.ts'
import type { FareboxUser } from './types.ts'

type GuestAnswer = { id: string; access_token: string; expires_in: number; guest_secret?: string }

/** Refreshed this long before it ends, so that no call is sent with a token that dies on the way. */
const EARLY_MS = 30_000
/** The visit is over, or belongs to somebody who has signed in: the secret is of no use any more. */
const over = ['guest_ended', 'guest_converted', 'wallet_claimed']

export type Guests = {
  /** Starts a visit, or goes on with the one that was begun here. Throws where the app lets nobody in without an account. */
  start: () => Promise<FareboxUser>
  user: () => FareboxUser | undefined
  access: (not?: string) => Promise<string | undefined>
  /** Takes what is left along to whom this token is. What does not arrive now is tried again with the next token. */
  join: (token: string) => Promise<void>
  forget: () => void
}

type GuestDesk = { name: string; api: string; facts: () => Promise<ClientFacts>; events: Events }

export function createGuests(desk: GuestDesk): Guests {
  const { name, api, events } = desk
  let held: Held | undefined
  let asking: Promise<string> | undefined
  let joining: Promise<void> | undefined

  /** Of all tabs one at a time, so that one visitor is one guest. */
  const visitAlone = () => {
    asking ??= alone(`farebox:${name}:guest`, async () => {
      held = await visit(desk)
      return held.token
    }).finally(() => {
      asking = undefined
    })
    return asking
  }

  const guests: Guests = {
    async start() {
      await visitAlone()
      const user = guests.user()
      if (user) events.tell('signedIn', user)
      return user as FareboxUser
    },
    user() {
      const kept = readGuest(name)
      return kept && { id: kept.id, isGuest: true }
    },
    async access(not) {
      if (!readGuest(name)) return undefined
      if (held && held.token !== not && held.endsAt > Date.now()) return held.token
      return visitAlone().catch((failure) => {
        if (readGuest(name)) throw failure
        return undefined
      })
    },
    join(token) {
      const kept = readGuest(name)
      if (!kept) return Promise.resolve()
      joining ??= ask(`${api}/v1/guests/convert`, token, { guest_secret: kept.secret })
        .then(async (reply) => {
          if (reply.ok || over.includes((await errorOfReply(reply)).code)) guests.forget()
        })
        .catch(() => undefined)
        .finally(() => {
          joining = undefined
        })
      return joining
    },
    forget() {
      held = undefined
      keepGuest(name, undefined)
    },
  }
  return guests
}

type Held = { token: string; endsAt: number }

async function visit({ name, api, facts }: GuestDesk): Promise<Held> {
  const known = readGuest(name)
  const { clientId } = await facts()
  const reply = await ask(`${api}/v1/guests`, clientId, { guest_secret: known?.secret })
  if (!reply.ok) {
    const failure = await errorOfReply(reply)
    if (over.includes(failure.code)) keepGuest(name, undefined)
    throw failure
  }
  const { id, access_token: token, expires_in: seconds, guest_secret: made }: GuestAnswer = await reply.json()
  keepGuest(name, { id, secret: made ?? known?.secret ?? '' })
  return { token, endsAt: Date.now() + seconds * 1_000 - EARLY_MS }
}

async function ask(address: string, bearer: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }).catch((cause) => {
    throw failureToReach(cause, false)
  })
}

/** The tokens of whoever is here: a person who signed in, else a guest. */
export function orOfGuest(tokens: Tokens, guests: Guests): Tokens {
  const access: Tokens['access'] = async (not) => {
    const token = await tokens.access(not)
    if (token) await guests.join(token)
    return token ?? guests.access(not)
  }
  return {
    ...tokens,
    access,
    user: () => tokens.user() ?? guests.user(),
    async exchange(grant) {
      const user = await tokens.exchange(grant)
      await access()
      return user
    },
    async end() {
      guests.forget()
      await tokens.end()
    },
    forget() {
      guests.forget()
      tokens.forget()
    },
  }
}
