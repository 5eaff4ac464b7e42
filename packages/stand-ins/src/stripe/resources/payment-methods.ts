// Payment methods: retrieve, attach to a customer, detach, list a customer's.
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { listOf } from '../list.ts'
import { attach, detach, paymentMethodNamed } from '../payments/payment-methods.ts'
import { readParameters } from '../read-parameters.ts'
import { noSuch } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'

const attachParameters = z.strictObject({ customer: z.string() })

export function addPaymentMethodRoutes(api: Api): void {
  api.get('/v1/payment_methods', ({ parameters, world }) => listOfCards('/v1/payment_methods', parameters, world))
  api.get('/v1/payment_methods/:id', ({ id, world }) => paymentMethodNamed(id, world).method)
  api.post('/v1/payment_methods/:id/attach', ({ id, parameters, world }) => {
    const { customer } = readParameters(attachParameters, parameters)
    if (!world.store.tables.customers.has(customer)) throw noSuch('customer', customer, 'customer')
    return attach(paymentMethodNamed(id, world), customer, world)
  })
  api.post('/v1/payment_methods/:id/detach', ({ id, world }) => detach(paymentMethodNamed(id, world), world))
  api.get('/v1/customers/:id/payment_methods', ({ id, parameters, world }) => {
    if (!world.store.tables.customers.has(id)) throw noSuch('customer', id)
    return listOfCards(`/v1/customers/${id}/payment_methods`, { ...parameters, customer: id }, world)
  })
}

function listOfCards(url: string, parameters: ApiCall['parameters'], { store }: StripeWorld) {
  const methods = [...store.tables.paymentMethods.values()].map(({ method }) => method)
  return listOf(url, methods, parameters, { customer: ({ customer }) => customer, type: ({ type }) => type })
}
