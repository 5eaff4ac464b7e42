// `expand[]=payment_intent.latest_charge`: replaces ids by their objects.
import type { Store } from './store.ts'
import { invalidParameter } from './stripe-refusal.ts'

type Bag = Record<string, unknown>

/** Properties that an object has only once there is something to say. */
const sometimesThere: ReadonlySet<string> = new Set(['failure_balance_transaction', 'payment_intent'])

/** A copy of the object with the given paths expanded. Stored objects keep their ids. */
export function expanded(object: object, paths: readonly string[], store: Store): object {
  if (paths.length === 0) return object
  const copy = structuredClone(object)
  for (const path of paths) expandPath(copy as Bag, path.split('.'), path, store)
  return copy
}

function expandPath(place: Bag, [name = '', ...rest]: string[], path: string, store: Store): void {
  if (Array.isArray(place)) {
    for (const item of place) expandPath(item as Bag, [name, ...rest], path, store)
    return
  }
  if (place.object === 'checkout.session' && name === 'line_items') {
    place.line_items = lineItemsOf(String(place.id), store)
    return
  }
  if (!(name in place) && sometimesThere.has(name)) return
  if (!(name in place)) throw invalidParameter(`This property cannot be expanded (${path}).`, 'expand')
  const value = place[name]
  if (typeof value === 'string') place[name] = structuredClone(store.find(value) ?? value)
  const below = place[name]
  if (rest.length > 0 && typeof below === 'object' && below !== null) expandPath(below as Bag, rest, path, store)
}

export function lineItemsOf(sessionId: string, store: Store) {
  const data = store.tables.lineItems.get(sessionId) ?? []
  return { object: 'list' as const, data, has_more: false, url: `/v1/checkout/sessions/${sessionId}/line_items` }
}
