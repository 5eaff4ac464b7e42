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
  account: { prefix: 'acct_1', length: 15 },
  bankAccount: { prefix: 'ba_1', length: 23 },
  transfer: { prefix: 'tr_1', length: 23 },
  reversal: { prefix: 'trr_1', length: 23 },
  payment: { prefix: 'py_1', length: 23 },
  paymentRefund: { prefix: 'pyr_1', length: 23 },
  payout: { prefix: 'po_1', length: 23 },
  refund: { prefix: 're_3', length: 23 },
  fraudWarning: { prefix: 'issfr_1', length: 23 },
  dispute: { prefix: 'du_1', length: 23 },
  topup: { prefix: 'tu_1', length: 23 },
  thinEvent: { prefix: 'evt_test_', length: 30 },
  request: { prefix: 'req_', length: 14 },
} as const

export function newId(kind: keyof typeof shapes): string {
  const { prefix, length } = shapes[kind]
  return prefix + randomText(length)
}

export function randomText(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
