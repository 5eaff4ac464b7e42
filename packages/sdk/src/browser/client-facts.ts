// What the API says of the app behind a publishable key: who signs people in, and where they may come back to on this website.
import { errorOfReply } from '../errors.ts'
import { failureToReach } from './failure-to-reach.ts'
import type { FareboxOptions } from './types.ts'

export type ClientFacts = {
  clientId: string
  appName: string
  isSandbox: boolean
  /** The wallet: where people sign in, allow, raise limits and top up. */
  issuer: string
  /** Registered for the app, and on this website. */
  redirectUris: string[]
  /** In the sandbox any page on this computer may be come back to. */
  isAnyLocalPageAllowed: boolean
}

type Answer = {
  client_id: string
  app: { name: string }
  mode: 'live' | 'sandbox'
  issuer: string
  redirect_uris: string[]
}

/** Asked for once, and again only where that failed. */
export function createClientFacts({ app, api, testMode }: FareboxOptions): () => Promise<ClientFacts> {
  let asked: Promise<ClientFacts> | undefined
  return () => {
    asked ??= read(`${api}/v1/client?${new URLSearchParams({ client_id: app, ...(testMode && { mode: 'sandbox' }) })}`).catch((failure) => {
      asked = undefined
      throw failure
    })
    return asked
  }
}

async function read(address: string): Promise<ClientFacts> {
  const reply = await fetch(address).catch((cause) => {
    throw failureToReach(cause, false)
  })
  if (!reply.ok) throw await errorOfReply(reply)
  const { client_id: clientId, app, mode, issuer, redirect_uris: redirectUris }: Answer = await reply.json()
  const isSandbox = mode === 'sandbox'
  return { clientId, appName: app.name, isSandbox, issuer, redirectUris, isAnyLocalPageAllowed: isSandbox }
}

/** This page, where it is registered; else the first registered page of this website. */
export function redirectUriHere({ redirectUris, isAnyLocalPageAllowed }: ClientFacts): string | undefined {
  const here = location.origin + location.pathname
  if (redirectUris.includes(here)) return here
  const isLocal = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]|[^/]+\.localhost)(:\d+)?$/.test(location.origin)
  return redirectUris[0] ?? (isAnyLocalPageAllowed && isLocal ? here : undefined)
}
