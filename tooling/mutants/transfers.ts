// Mutants of sending money out through Stripe: a payout paid twice, or a key that stays poisoned.
import type { Mutant } from './mutant.ts'

const file = 'packages/billing/src/stripe/transfers.ts'
const test = 'packages/billing/src/stripe/money-out.refusals.test.ts'

export const transferMutants: Mutant[] = [
  {
    promise: 'M75',
    breaks: 'every attempt has the same key, so that a refusal is repeated for a day',
    file,
    find: 'attempt}`, maxNetworkRetries',
    replace: 'payoutId}`, maxNetworkRetries',
    test,
  },
  {
    promise: 'M76',
    breaks: 'nobody looks for the transfer before it is sent again',
    file,
    find: 'return standing ?? (await send(stripe, request))',
    replace: 'return await send(stripe, request)',
    test,
  },
  {
    promise: 'M76',
    breaks: 'a 500 passes for a refusal',
    file: 'packages/billing/src/stripe/outcome.ts',
    find: 'statusCode >= 400 && statusCode < 500',
    replace: 'statusCode >= 400',
    test,
  },
]
