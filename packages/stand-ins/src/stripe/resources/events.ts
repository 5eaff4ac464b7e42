// Events: list and retrieve, so that a sweep can repair what webhooks missed.
import type { Api, ApiCall } from '../api.ts'
import { listOf } from '../list.ts'
import { invalidParameter, noSuch } from '../stripe-refusal.ts'

const typesMost = 20

export function addEventRoutes(api: Api): void {
  api.get('/v1/events', list, { forAccounts: true })
  api.get(
    '/v1/events/:id',
    ({ id, account, world }) => {
      const event = world.store.tables.events.get(id)
      if (event === undefined || (event.account ?? null) !== account) throw noSuch('event', id)
      return event
    },
    { forAccounts: true },
  )
}

/** The platform's list has the platform's own events only, as at Stripe. */
function list({ parameters: { types, ...parameters }, account, world }: ApiCall) {
  const type = types ?? parameters.type
  if (Array.isArray(types) && types.length > typesMost)
    throw invalidParameter(`Array types exceeded maximum ${typesMost} allowed elements.`, 'types')
  const events = [...world.store.tables.events.values()].filter((event) => (event.account ?? null) === account)
  return listOf(
    '/v1/events',
    events,
    { ...parameters, ...(type !== undefined && { type }) },
    {
      type: (event) => event.type,
      delivery_success: (event) => String(event.pending_webhooks === 0),
    },
  )
}
