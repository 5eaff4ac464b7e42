// Mutants of money back: given twice, too much of it, to nobody's debt, or lost where a refund fails.
import type { Mutant } from './mutant.ts'

const refunds = (name: string) => `packages/billing/src/refunds/${name}.ts`
const payments = (name: string) => `packages/billing/src/payments/${name}.ts`

export const refundMutants: Mutant[] = [
  {
    promise: 'M31',
    breaks: 'what an event means is booked before the event is marked handled, in a transaction of its own',
    file: 'packages/billing/src/topups/handle-stripe-event.ts',
    find: 'await booking?.(transaction, now)',
    replace: 'await database.$transaction(async (own) => booking?.(own, now))',
    test: payments('book-payment.test'),
  },
  {
    promise: 'M41',
    breaks: 'an event of another kind leaves the refunds of its payment alone',
    file: payments('book-payment'),
    find: '    await bookRefunds(moneyIn, { order: booked, payment, now })\n',
    replace: '',
    test: payments('book-payment.test'),
  },
  {
    promise: 'M51',
    breaks: 'a payment that names an order pays it, whatever its session says',
    file: payments('book-payment'),
    find: 'return { checkout, payment: paymentIntent ? await stripe.payment(paymentIntent) : undefined }',
    replace:
      "return { checkout: about.paymentIntent ? undefined : checkout, payment: await stripe.payment(about.paymentIntent ?? paymentIntent ?? '') }",
    test: payments('book-payment.test'),
  },
  {
    promise: 'M52',
    breaks: 'the fee of an unspent purchase is kept',
    file: refunds('plan-refund'),
    find: 'return { amountCents: restCents, fee: feeLeft, isWhole: true }',
    replace: 'return { amountCents: toCents(available), fee: ZERO, isWhole: true }',
    test: refunds('refunds.test'),
  },
  {
    promise: 'M53',
    breaks: 'the last part of a price does not take the last of its fee',
    file: refunds('fee-share'),
    find: 'if (amountCents === priceCents - takenCents)',
    replace: 'if (amountCents === priceCents)',
    test: refunds('refunds.test'),
  },
  {
    promise: 'M54',
    breaks: 'who owes may spend',
    file: 'packages/ledger/sql/post-movement.sql',
    find: 'set in_debt = (select balance_microcents > 0 from',
    replace: 'set in_debt = (select balance_microcents < 0 from',
    test: refunds('refunds.test'),
  },
  {
    promise: 'M54',
    breaks: 'the next top-up repays nothing',
    file: 'packages/billing/src/topups/book-completion.ts',
    find: '  if (wallet && lotId) await repayFrom(transaction, wallet, [lotId])\n',
    replace: '',
    test: refunds('refunds.test'),
  },
  {
    promise: 'M55',
    breaks: 'a refund that failed is not put back',
    file: refunds('book-refunds'),
    find: '  if (failed) await undoRefund(moneyIn, order, failed)\n',
    replace: '',
    test: refunds('refunds.test'),
  },
  {
    promise: 'M67',
    breaks: 'a refund takes its dollars from the credit, as if both were the same',
    file: refunds('fee-share'),
    find: 'const fee = fromCents(priceCents) - creditMicrocents',
    replace: 'const fee = fromCents(priceCents) - fromCents(priceCents)',
    test: refunds('refunds.test'),
  },
]
