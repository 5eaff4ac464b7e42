// Events: list and retrieve, so that a sweep can repair what webhooks missed.
import type { Api } from '../api.ts'
import { listOf } from '../list.ts'
import { noSuch } from '../stripe-refusal.ts'

export function addEventRoutes(api: Api): void {
  api.get('/v1/events', ({ parameters: { types, ...parameters }, world }) => {
    const type = types ?? parameters.type
    return listOf(
      '/v1/events',
      world.store.tables.events.values(),
      { ...parameters, ...(type !== undefined && { type }) },
      {
        type: (event) => event.type,
        delivery_success: (event) => String(event.pending_webhooks === 0),
      },
    )
  })
  api.get('/v1/events/:id', ({ id, world }) => {
    const event = world.store.tables.events.get(id)
    if (event === undefined) throw noSuch('event', id)
    return event
  })
}
