// Who is signed in to the dashboard. A session of another web app is not one here: other cookie, other secret, other audience.
import 'server-only'
import { type BrowserSessions, browserSessions, type Person } from '@farebox/auth/session'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { cache } from 'react'
import { env } from '../env'
import { database } from './database'

let opened: BrowserSessions | undefined

export function sessions(): BrowserSessions {
  opened ??= browserSessions({
    database: database(),
    audience: 'dashboard',
    secret: env().DASHBOARD_SESSION_SECRET,
    address: env().DASHBOARD_URL,
    clock: () => new Date(),
  })
  return opened
}

/** The signed-in person, read once per request. */
export const currentPerson = cache(async (): Promise<Person | undefined> => {
  await connection() // Never while building: there are neither settings nor visitors then.
  return sessions().person()
})

/** For pages: the signed-in person, or off to sign in and back to `returnTo`. */
export async function requirePerson(returnTo = '/'): Promise<Person> {
  const person = await currentPerson()
  if (!person) redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}` as Route)
  return person
}
