// Mutants of money out: paid too early, twice, by one person alone, or with a microcent that is nowhere.
import type { Mutant } from './mutant.ts'

const payouts = (name: string) => `packages/billing/src/payouts/${name}.ts`
const earnings = (name: string) => `packages/billing/src/earnings/${name}.ts`

export const payoutMutants: Mutant[] = [
  {
    promise: 'M29',
    breaks: 'a payout whose sender died stays under way for ever',
    file: payouts('resolve-unknown-payouts'),
    find: '  await findAbandoned(desk, now)\n',
    replace: '',
    test: payouts('send-payout.test'),
  },
  {
    promise: 'M30',
    breaks: 'a lost answer counts as a refusal',
    file: payouts('send-payout'),
    find: 'else await bookUnknown(moneyOut, payout, { cause: outcome.cause, now })',
    replace: "else await bookRefusal(moneyOut, payout, { code: 'rate_limit', message: outcome.cause, now })",
    test: payouts('send-payout.test'),
  },
  {
    promise: 'M71',
    breaks: 'earnings are available a day late',
    file: earnings('mature-earnings'),
    find: 'organization.earnings_delay_days <= ',
    replace: 'organization.earnings_delay_days < ',
    test: earnings('mature-earnings.test'),
  },
  {
    promise: 'M71',
    breaks: 'the clock of the worker’s machine says which day it is',
    file: 'packages/billing/src/jobs.ts',
    find: 'run: async ({ database }) => matureEarnings(database, await ledgerNow(database))',
    replace: 'run: async ({ database }, now) => matureEarnings(database, now)',
    test: earnings('mature-earnings.test'),
  },
  {
    promise: 'M72',
    breaks: 'less than the minimum is paid out',
    file: payouts('payable-now'),
    find: 'amountCents < minimumCents',
    replace: 'amountCents < 0',
    test: payouts('run-payouts.test'),
  },
  {
    promise: 'M75',
    breaks: 'a payout that was refused for lack of money ends',
    file: payouts('send-payout'),
    find: '  balance_insufficient: 60 * 60_000,\n',
    replace: '',
    test: payouts('send-payout.refusals.test'),
  },
  {
    promise: 'M76',
    breaks: 'an unknown payout is sent again under a new key',
    file: payouts('resolve-unknown-payout'),
    find: 'if (await bookTransfers(moneyOut, payoutId, { transfers, actor: clock, now })) return undefined',
    replace: 'payout.attempt += 1',
    test: payouts('send-payout.test'),
  },
  {
    promise: 'M79',
    breaks: 'a decision is carried out although what it would do has changed',
    file: payouts('decide-payout'),
    find: "if (plan.hash !== hash) throw new AppError('plan_changed')",
    replace: '',
    test: payouts('decide-payout.test'),
  },
  {
    promise: 'M79',
    breaks: 'who proposed is told that they may approve',
    file: payouts('plan-decision'),
    find: "if (effect === 'approves' && payout.needsTwo && payout.proposedBy === operatorId) throw new AppError('same_operator')",
    replace: '',
    test: payouts('decide-payout.test'),
  },
  {
    promise: 'S15',
    breaks: 'what is set aside counts as paid, too',
    file: earnings('earnings-that-left'),
    find: 'microcents(net(isPayout) - reserved)',
    replace: 'microcents(net(isPayout))',
    test: earnings('earnings-and-payouts.test'),
  },
  {
    promise: 'S16',
    breaks: 'earnings are available a day early',
    file: earnings('mature-earnings'),
    find: 'organization.earnings_delay_days <= ',
    replace: 'organization.earnings_delay_days - 1 <= ',
    test: earnings('mature-earnings.test'),
  },
]
