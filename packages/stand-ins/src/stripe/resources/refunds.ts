// Refunds: list and retrieve.
import type { Api } from '../api.ts'
import { listOf } from '../list.ts'
import { noSuch } from '../stripe-refusal.ts'

export function addRefundRoutes(api: Api): void {
  api.get('/v1/refunds', ({ parameters, world }) =>
    listOf('/v1/refunds', world.store.tables.refunds.values(), parameters, {
      charge: ({ charge }) => charge,
      payment_intent: ({ payment_intent }) => payment_intent,
    }),
  )
  api.get('/v1/refunds/:id', ({ id, world }) => {
    const refund = world.store.tables.refunds.get(id)
    if (refund === undefined) throw noSuch('refund', id)
    return refund
  })
}
