// Stripe's lists: newest first, filtered by time, paged by id.
import { z } from 'zod'
import type { Parameters } from './form-body.ts'
import { readParameters } from './read-parameters.ts'
import { invalidParameter, noSuch } from './stripe-refusal.ts'

export const integer = z
  .string()
  .regex(/^-?\d{1,12}$/, 'must be an integer')
  .transform((text) => Number.parseInt(text, 10))

const range = z.union([integer, z.strictObject({ gt: integer, gte: integer, lt: integer, lte: integer }).partial()])
const listParameters = z.object({
  limit: integer.pipe(z.int().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: range.optional(),
  expand: z.array(z.string()).optional(),
})

type Listed = { id: string; created: number }

/** `filters` are the resource's own equality parameters: their names, and how to read the value of an object. */
export function listOf<T extends Listed>(
  url: string,
  items: Iterable<T>,
  given: Parameters,
  filters: Record<string, (item: T) => unknown> = {},
) {
  const known = z.strictObject({
    ...listParameters.shape,
    ...Object.fromEntries(Object.keys(filters).map((name) => [name, z.unknown().optional()])),
  })
  const { limit, starting_after, ending_before, created } = readParameters(known, given)
  if (starting_after && ending_before)
    throw invalidParameter('You may only specify one of these parameters: ending_before, starting_after.')

  const matching = [...items]
    .reverse()
    .filter((item) => inRange(item.created, created))
    .filter((item) => Object.entries(filters).every(([name, read]) => given[name] === undefined || matches(given[name], read(item))))

  if (ending_before) {
    const before = matching.slice(0, placeOf(matching, ending_before))
    return { object: 'list' as const, url, has_more: before.length > limit, data: before.slice(-limit) }
  }
  const after = starting_after ? matching.slice(placeOf(matching, starting_after) + 1) : matching
  return { object: 'list' as const, url, has_more: after.length > limit, data: after.slice(0, limit) }
}

function matches(wanted: Parameters[string] | undefined, value: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.includes(String(value))
  // Event types may end in a star: `charge.*`.
  if (typeof wanted === 'string' && wanted.endsWith('.*')) return String(value).startsWith(wanted.slice(0, -1))
  return wanted === value
}

function placeOf(items: Listed[], id: string): number {
  const place = items.findIndex((item) => item.id === id)
  if (place === -1) throw noSuch('object', id, 'starting_after')
  return place
}

function inRange(created: number, wanted: z.infer<typeof range> | undefined): boolean {
  if (wanted === undefined) return true
  if (typeof wanted === 'number') return created === wanted
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = wanted
  return created > gt && created >= gte && created < lt && created <= lte
}
