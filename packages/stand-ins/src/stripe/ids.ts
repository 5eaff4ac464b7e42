// Ids that look like Stripe's.
import { randomInt } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const shapes = {
  session: { prefix: 'cs_test_a1', length: 58 },
  paymentIntent: { prefix: 'pi_3', length: 23 },
  charge: { prefix: 'ch_3', length: 23 },
  balanceTransaction: { prefix: 'txn_3', length: 23 },
  paymentMethod: { prefix: 'pm_1', length: 23 },
  customer: { prefix: 'cus_', length: 14 },
  event: { prefix: 'evt_1', length: 23 },
  lineItem: { prefix: 'li_1', length: 23 },
  price: { prefix: 'price_1', length: 23 },
  product: { prefix: 'prod_', length: 14 },
  request: { prefix: 'req_', length: 14 },
} as const

export function newId(kind: keyof typeof shapes): string {
  const { prefix, length } = shapes[kind]
  return prefix + randomText(length)
}

export function randomText(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
