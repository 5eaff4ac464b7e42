// Signing in: a popup in the click, this tab where that is better, and our own button where there was no click at all.
import { FareboxError } from '../errors.ts'
import { type AuthorizationAnswer, hearAnswer } from './channel.ts'
import { type ClientFacts, redirectUriHere } from './client-facts.ts'
import { keepAsked } from './keep.ts'
import { hearWallet, isBetterInThisTab, openPopup, watchClosed } from './popup.ts'
import { makeProof, type Proof } from './proof.ts'
import type { LoadSheet } from './sheet.ts'
import type { Tokens } from './tokens.ts'
import type { FareboxUser, SignInOptions } from './types.ts'

export type SignInDesk = { name: string; scope: string; facts: () => Promise<ClientFacts>; tokens: Tokens; loadSheet: LoadSheet }

export type SignIn = (options?: SignInOptions) => Promise<FareboxUser>

export function createSignIn(desk: SignInDesk): SignIn {
  let proof = preparedProof()
  const nextProof = () => {
    const mine = proof ?? makeProof()
    proof = preparedProof()
    return mine
  }
  let underWay: Promise<FareboxUser> | undefined

  const start: SignIn = async ({ prompt, mode } = {}) => {
    if (mode === 'redirect') return leave(desk, nextProof(), prompt)
    if (navigator.userActivation?.isActive === false) return askForClick(() => start({ prompt, mode }), desk)
    if (mode !== 'popup' && isBetterInThisTab()) return leave(desk, nextProof(), prompt)
    const popup = openPopup()
    return popup ? throughPopup(popup, desk, nextProof(), prompt) : leave(desk, nextProof(), prompt)
  }
  return (options) => {
    underWay ??= start(options).finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

/** Who cannot make one, on an insecure page, is told when they sign in. */
function preparedProof(): Promise<Proof> | undefined {
  const proof = typeof document === 'undefined' ? undefined : makeProof()
  proof?.catch(() => undefined)
  return proof
}

/** Nothing may be opened without a click: so there is something to click on. */
async function askForClick(signIn: SignIn, { facts, loadSheet }: SignInDesk): Promise<FareboxUser> {
  const [sheet, { appName }] = await Promise.all([loadSheet(), facts()])
  return new Promise((resolve, reject) => {
    sheet.askToSignIn({ appName }, (isWanted) => (isWanted ? signIn().then(resolve, reject) : reject(cancelled())))
  })
}

async function throughPopup(popup: Window, desk: SignInDesk, proof: Promise<Proof>, prompt: 'none' | undefined): Promise<FareboxUser> {
  try {
    const [client, made] = await Promise.all([desk.facts(), proof])
    const redirectUri = knownPage(client)
    // Closed before it went anywhere, it has no place to go: that is asked about below.
    if (!popup.closed) popup.location.replace(addressOf(client, desk.scope, { redirectUri, proof: made, prompt, isPopup: true }))
    const answer = await answerOf(popup, desk, client, made, () => leave(desk, makeProof(), prompt))
    popup.close()
    return await finish(answer, client, desk, { verifier: made.verifier, redirectUri })
  } catch (failure) {
    popup.close()
    throw failure
  }
}

/** From the popup itself, or from another window of this website that it ended in. */
function answerOf(
  popup: Window,
  { name, loadSheet }: SignInDesk,
  { issuer, appName }: ClientFacts,
  { state }: Proof,
  continueHere: () => void,
): Promise<AuthorizationAnswer> {
  return new Promise((resolve, reject) => {
    let closeSheet = () => {}
    const done = (answer: AuthorizationAnswer | undefined) => {
      for (const stop of stops) stop()
      closeSheet()
      if (answer) resolve(answer)
      else reject(cancelled())
    }
    const isOurs = (answer: AuthorizationAnswer) => answer.state === state
    const stops = [
      hearWallet<AuthorizationAnswer>({ origin: issuer, kind: 'authorization', isOurs }, done),
      hearAnswer(name, state, done),
      watchClosed(popup, async () => {
        const sheet = await loadSheet()
        closeSheet = sheet.askAfterClosed({ appName }, (isWanted) => (isWanted ? continueHere() : done(undefined)))
      }),
    ]
  })
}

/** In this tab: the page is left, and comes back with an answer. Never answers. */
async function leave({ facts, scope }: SignInDesk, proof: Promise<Proof>, prompt: 'none' | undefined): Promise<never> {
  const [client, made] = await Promise.all([facts(), proof])
  const redirectUri = knownPage(client)
  keepAsked(made.state, { verifier: made.verifier, redirectUri, issuer: client.issuer, returnTo: location.href })
  location.assign(addressOf(client, scope, { redirectUri, proof: made, prompt, isPopup: false }))
  return new Promise(() => undefined)
}

function knownPage(client: ClientFacts): string {
  const redirectUri = redirectUriHere(client)
  if (redirectUri) return redirectUri
  const says = `${location.origin} is not registered for this app. Add ${location.origin + location.pathname} as a redirect address in the dashboard, under Connect.`
  throw new FareboxError('origin_not_allowed', says, { status: 403, charged: false })
}

type Address = { redirectUri: string; proof: Proof; prompt: 'none' | undefined; isPopup: boolean }

function addressOf({ issuer, clientId }: ClientFacts, scope: string, { redirectUri, proof, prompt, isPopup }: Address): string {
  return `${issuer}/oauth/authorize?${new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope, state: proof.state },
    ...{ code_challenge: proof.challenge, code_challenge_method: 'S256' },
    ...(isPopup && { response_mode: 'web_message' }),
    ...(prompt && { prompt }),
  })}`
}

/** Who answered and to which question was looked at; here, whose it is (RFC 9207), and the code becomes a sign-in. */
export async function finish(
  answer: AuthorizationAnswer,
  { issuer }: Pick<ClientFacts, 'issuer'>,
  { tokens }: Pick<SignInDesk, 'tokens'>,
  { verifier, redirectUri }: { verifier: string; redirectUri: string },
): Promise<FareboxUser> {
  const { iss, code, error, error_description: says } = answer
  if (iss !== issuer) throw new FareboxError('sign_in_failed', 'The answer came from somebody else.', { status: 0, charged: false })
  if (error === 'access_denied') throw cancelled()
  if (error || !code) throw new FareboxError(error ?? 'sign_in_failed', says ?? 'Signing in did not work.', { status: 0, charged: false })
  return tokens.exchange({ code, verifier, redirectUri })
}

const cancelled = () =>
  new FareboxError('sign_in_cancelled', 'The user did not sign in. Nothing was allowed, and nothing was charged.', {
    status: 0,
    charged: false,
  })
