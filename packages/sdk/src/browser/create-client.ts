// The client of one app in one browser: everything put together. Nothing is asked of the network but who the app is.
import { chatBody, createAi } from './ai.ts'
import { createClientFacts } from './client-facts.ts'
import { createEvents } from './events.ts'
import { createFunds } from './funds.ts'
import { createGuests, orOfGuest } from './guest.ts'
import { openaiOf } from './openai.ts'
import { createPaidCalls } from './paid-calls.ts'
import type { LoadSheet } from './sheet.ts'
import { createSignIn } from './sign-in.ts'
import { createTokens } from './tokens.ts'
import type { Farebox, FareboxOptions, Usage } from './types.ts'
import { comeBack } from './way-back.ts'

/** Where pages are rendered on a server the client is made too, and does nothing there. */
const isBrowser = typeof document !== 'undefined'

export function createClient({ api: given, ...options }: FareboxOptions, loadSheet: LoadSheet): Farebox {
  const { app, testMode = false, scopes = [] } = options
  const api = given.replace(/\/$/, '')
  const name = testMode ? `${app}:test` : app
  const events = createEvents()
  const facts = createClientFacts({ ...options, api })
  const ofPerson = createTokens(name, facts, events)
  const guests = createGuests({ name, api, facts, events })
  const tokens = orOfGuest(ofPerson, guests)
  const desk = { name, scope: ['openid', 'spend', ...scopes].join(' '), facts, tokens, loadSheet }
  const signIn = createSignIn(desk)
  const ofWallet = createFunds({ facts, loadSheet })
  // A guest has no wallet to top up: signing in is what helps.
  const offer: typeof ofWallet.offer = async (refusal) =>
    refusal.metadata?.limit_source === 'guest' ? isDone(signIn()) : ofWallet.offer(refusal)
  const funds = { ...ofWallet, offer }
  const ready = isBrowser ? comeBack(desk) : Promise.resolve()
  const calls = createPaidCalls({ api, ready, tokens, signIn, funds, events, facts })

  let twin: Farebox | undefined
  const inTestMode = () => {
    twin ??= createClient({ ...options, api, testMode: true }, loadSheet)
    return twin
  }

  // Known before the first click, so that nothing has to be waited for in it; and who is in test mode sees it.
  if (isBrowser) {
    facts().then(
      async ({ isSandbox, appName }) => isSandbox && (await loadSheet()).showTestMode(appName),
      () => undefined,
    )
  }

  const auth: Farebox['auth'] = {
    signIn,
    signOut: tokens.end,
    guest: async () => {
      await ready
      return ofPerson.user() ?? guests.start()
    },
    user: async () => {
      await ready
      return tokens.user()
    },
    isSignedIn: () => ofPerson.user() !== undefined,
  }
  return {
    auth,
    ...{ signIn: auth.signIn, signOut: auth.signOut, user: auth.user },
    ai: createAi({ calls, events, onRevoked: tokens.forget, inTestMode }),
    quote: async (prompt, { testMode: isTest, signal, idempotencyKey, ...parameters } = {}) => {
      if (isTest) return inTestMode().quote(prompt, parameters)
      return (await calls.post('/v1/quote', chatBody(prompt, parameters), { signal, idempotencyKey })).json()
    },
    usage: async () => usageOf(await (await calls.get('/v1/usage')).json()),
    topUp: funds.topUp,
    on: events.on,
    openai: () => openaiOf(api, calls),
  }
}

const isDone = (deed: Promise<unknown>) =>
  deed.then(
    () => true,
    () => false,
  )

type UsageAnswer = Omit<Usage, 'resetsAt' | 'callLimit'> & { resets_at: string; call_limit: string | null }

const usageOf = ({ limit, spent, period, resets_at: resetsAt, call_limit: callLimit, balance }: UsageAnswer): Usage => ({
  ...{ limit, spent, period, resetsAt, callLimit, balance },
})
