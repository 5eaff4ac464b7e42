// Mutants of buying: paid twice, paid without paying, forged, or lost.
import type { Mutant } from './mutant.ts'

const topups = 'packages/billing/src/topups'
const works = `${topups}/top-up.test.ts`
const refusals = `${topups}/top-up.refusals.test.ts`

export const topUpMutants: Mutant[] = [
  {
    promise: 'S13',
    breaks: 'basic credits a dime more',
    file: `${topups}/packages.ts`,
    find: "credit: '8.50'",
    replace: "credit: '8.60'",
    test: works,
  },
  {
    promise: 'M37',
    breaks: 'an order that is paid is booked again',
    file: `${topups}/book-completion.ts`,
    find: "if (order.status === 'paid') {",
    replace: "if (order.status === 'paid' && !paid) {",
    test: works,
  },
  {
    promise: 'M38',
    breaks: 'the order is not locked while it is booked',
    file: `${topups}/book-completion.ts`,
    find: '::uuid for update`',
    replace: '::uuid`',
    test: works,
  },
  {
    promise: 'M39',
    breaks: 'a session that is complete counts as paid',
    file: `${topups}/book-completion.ts`,
    find: 'if (!paid.isPaid)',
    replace: "if (paid.state !== 'complete')",
    test: refusals,
  },
  {
    promise: 'M44',
    breaks: 'any amount pays for an order',
    file: `${topups}/book-completion.ts`,
    find: 'paid.amountCents !== order.priceCents',
    replace: 'paid.amountCents === null',
    test: refusals,
  },
  {
    promise: 'M44',
    breaks: 'any currency pays for an order',
    file: `${topups}/book-completion.ts`,
    find: "paid.currency !== 'usd'",
    replace: 'paid.currency === null',
    test: refusals,
  },
  {
    promise: 'M45',
    breaks: 'an event of the other Stripe mode is taken',
    file: 'packages/billing/src/stripe-webhook.ts',
    find: 'event.livemode !== webhook.livemode',
    replace: 'event.livemode === undefined',
    test: refusals,
  },
  {
    promise: 'M45',
    breaks: 'an event may be signed in the future',
    file: 'packages/billing/src/stripe-webhook.ts',
    find: 'now.getTime() + TOLERANCE_SECONDS * 1000',
    replace: 'now.getTime() + TOLERANCE_SECONDS * 1_000_000',
    test: refusals,
  },
  {
    promise: 'M47',
    breaks: 'an event that failed once counts as handled',
    file: `${topups}/handle-stripe-event.ts`,
    find: "data: { status: 'failed',",
    replace: "data: { status: 'handled',",
    test: refusals,
  },
  {
    promise: 'S16',
    breaks: 'earnings mature a day late',
    file: 'packages/billing/src/earnings/mature-earnings.ts',
    find: 'earnings_delay_days <=',
    replace: 'earnings_delay_days <',
    test: 'packages/billing/src/earnings/mature-earnings.test.ts',
  },
]
