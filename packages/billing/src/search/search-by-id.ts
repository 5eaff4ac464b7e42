// Search by any id an operator may hold in hand: ours, Stripe's, a developer's id of a user, a mail address, or the beginning of a name.
import { type Database, parsePublicId } from '@farebox/db'
import { z } from 'zod'
import { findByPlainId } from './find-by-plain-id.ts'
import { findByStripeId } from './find-by-stripe-id.ts'
import { findByWords } from './find-by-words.ts'
import type { Hit } from './hit.ts'

const anyOfOurs = [
  'app',
  'apiKey',
  'charge',
  'connection',
  'grant',
  'order',
  'organization',
  'payout',
  'refund',
  'request',
  'transaction',
  'user',
  'wallet',
] as const

const HITS_MAX = 30

/** Nothing for what nobody knows. The surest first. */
export async function searchById(database: Database, text: string): Promise<Hit[]> {
  const wanted = text.trim()
  if (wanted.length < 2) return []
  const id = parsePublicId(wanted, ...anyOfOurs) ?? z.uuid().safeParse(wanted.toLowerCase()).data
  if (id) return (await findByPlainId(database, id)).slice(0, HITS_MAX)
  const ofStripe = await findByStripeId(database, wanted)
  return [...ofStripe, ...(await findByWords(database, wanted))].slice(0, HITS_MAX)
}
