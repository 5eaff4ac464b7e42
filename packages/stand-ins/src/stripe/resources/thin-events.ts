// Thin events: retrieve and list. What was delivered names an id; the rest is asked here.
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { StoredThinEvent } from '../events/event-types.ts'
import { readParameters } from '../read-parameters.ts'
import { noSuch } from '../stripe-refusal.ts'

const listParameters = z.strictObject({
  object_id: z.string().optional(),
  types: z.array(z.string()).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  page: z.string().optional(),
})

export function addThinEventRoutes(api: Api): void {
  api.get('/v2/core/events', ({ parameters, world }) => {
    const { object_id, types, limit, page } = readParameters(listParameters, parameters)
    const matching = [...world.store.tables.thinEvents.values()]
      .reverse()
      .filter(({ event }) => object_id === undefined || event.related_object.id === object_id)
      .filter(({ event }) => types === undefined || types.includes(event.type))
    const from = page === undefined ? 0 : matching.findIndex(({ event }) => event.id === page)
    const next = matching[from + limit]?.event.id
    const query = new URLSearchParams({ limit: String(limit), ...(object_id && { object_id }), ...(next && { page: next }) })
    for (const [index, type] of (types ?? []).entries()) query.set(`types[${index}]`, type)
    const data = matching.slice(from, from + limit).map(shown)
    return { data, next_page_url: next ? `/v2/core/events?${query}` : null, previous_page_url: null }
  })
  api.get('/v2/core/events/:id', ({ id, world }) => {
    const stored = world.store.tables.thinEvents.get(id)
    if (stored === undefined) throw noSuch('event', id)
    return shown(stored)
  })
}

const shown = ({ event, data }: StoredThinEvent) => ({ ...event, ...(data !== null && { data }) })
