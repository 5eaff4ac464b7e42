// Which operator is signed in. A session of another web app is not one here: other cookie, other secret, other audience, and
// operators are rows of another table.
import 'server-only'
import type { Operator } from '@farebox/auth/operator'
import { type OperatorSessions, operatorSessions } from '@farebox/auth/operator-session'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { cache } from 'react'
import { env } from '../env'
import { database } from './database'

let opened: OperatorSessions | undefined

export function sessions(): OperatorSessions {
  const { CONSOLE_SESSION_SECRET: secret, CONSOLE_URL: address } = env()
  // The machine's own time: moving Farebox's clock in development signs nobody out.
  opened ??= operatorSessions({ database: database(), secret, address, clock: () => new Date() })
  return opened
}

/** The signed-in operator, read once per request. */
export const currentOperator = cache(async (): Promise<Operator | undefined> => {
  await connection() // Never while building: there are neither settings nor visitors then.
  return sessions().operator()
})

/** For pages: the signed-in operator, or off to sign in and back to `returnTo`. */
export async function requireOperator(returnTo: string): Promise<Operator> {
  const operator = await currentOperator()
  if (!operator) redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}` as Route)
  return operator
}
