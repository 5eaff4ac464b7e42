'use client'

// Makes the client of one app known to every component below, and keeps one client however often React renders.
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import { createFarebox } from '../browser/create-farebox.ts'
import type { Farebox, FareboxOptions } from '../browser/types.ts'
import { type Standing, standingOf, unknownStanding } from './client-standing.ts'

/** The app and where its API is; or a client that is there already, such as that of the script tag. */
export type FareboxProviderProps = { children: ReactNode } & (FareboxOptions | { farebox: Farebox })

export type UseFarebox = Standing & {
  /** Everything else: `farebox.ai.chat`, `farebox.quote`, … */
  farebox: Farebox
  /** Call it in the click itself, or no browser opens the window. */
  signIn: Farebox['signIn']
  signOut: Farebox['signOut']
  topUp: Farebox['topUp']
}

const ClientContext = createContext<Farebox | undefined>(undefined)

const clients = new Map<string, Farebox>()

export function FareboxProvider({ children, ...options }: FareboxProviderProps) {
  return <ClientContext.Provider value={'farebox' in options ? options.farebox : clientFor(options)}>{children}</ClientContext.Provider>
}

export function useFarebox(): UseFarebox {
  const farebox = useContext(ClientContext)
  if (!farebox) throw new Error('useFarebox needs a <FareboxProvider app="pk-farebox-…" api="https://…"> around it.')
  const { subscribe, read, refresh } = standingOf(farebox)
  const standing = useSyncExternalStore(subscribe, read, () => unknownStanding)
  return {
    ...standing,
    farebox,
    signIn: farebox.signIn,
    signOut: farebox.signOut,
    async topUp() {
      const isDone = await farebox.topUp()
      if (isDone) await refresh()
      return isDone
    },
  }
}

/** Strict mode renders twice and a page may have two providers: one app is one client, with one sign-in. */
function clientFor({ app, api, testMode, scopes }: FareboxOptions): Farebox {
  const name = JSON.stringify([app, api, testMode, scopes])
  const client =
    clients.get(name) ?? createFarebox({ app, api, ...(testMode !== undefined && { testMode }), ...(scopes !== undefined && { scopes }) })
  clients.set(name, client)
  return client
}
