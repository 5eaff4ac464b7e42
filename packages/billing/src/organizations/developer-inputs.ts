// What developers type, read strictly once for every procedure.
import { parseDollars } from '@farebox/money'
import { z } from 'zod'

/** A name people read: no invisible or control characters. */
export const displayName = z
  .string()
  .trim()
  .min(2, 'A name has at least two characters.')
  .max(60, 'A name has at most 60 characters.')
  .regex(/^[\p{L}\p{N}\p{P}\p{S} ]+$/u, 'A name has letters, digits and punctuation only.')

/** Dollars as people type them. */
export const amountOfMoney = z.string().trim().max(20).transform(parseDollars)

/** Lists are read a page at a time: `after` is the last id of the page before. */
export const page = { after: z.string().max(256).optional(), limit: z.int().min(1).max(100).default(50) }
