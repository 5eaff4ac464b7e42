// Mutants of metering and of developers' own services: paid twice, sold at a price nobody saw, or turned into cash.
import type { Mutant } from './mutant.ts'

const overHttp = 'apps/gateway/src/routes/services.test.ts'
const inTheBooks = 'packages/ledger/src/service-settled.property.test.ts'
const security = 'packages/billing/src/services/services.security.test.ts'
const openHold = 'packages/ledger/sql/open-hold.sql'
const resolveHold = 'packages/ledger/sql/resolve-hold.sql'

export const serviceMutants: Mutant[] = [
  {
    promise: 'S2',
    breaks: 'a price in cents per million tokens is charged in a tenth of them',
    file: 'packages/pricing/src/price-of.ts',
    find: 'divideUp(price, PRICED_UNITS)',
    replace: 'divideUp(price / 10n, PRICED_UNITS)',
    test: 'apps/gateway/src/token-prices.test.ts',
  },
  {
    promise: 'S3',
    breaks: 'a fixed cost is charged for the call, whatever was used',
    file: 'packages/billing/src/services/cost-of-call.ts',
    find: 'return usageOf({ [unit]: units })',
    replace: 'return usageOf({ [unit]: 1 })',
    test: overHttp,
  },
  {
    promise: 'S4',
    breaks: 'a charge of a service gets a markup on top of its price',
    file: openHold,
    find: 'bps := case when call.service_id is null and facts.earns_markup',
    replace: 'bps := case when facts.earns_markup',
    test: overHttp,
  },
  {
    promise: 'S5',
    breaks: 'funding is allowed for a microcent more than there is',
    file: 'packages/billing/src/metering/funding-allowed.ts',
    find: 'fixedNumerator: minimumMicrocents * PRICED_UNITS',
    replace: 'fixedNumerator: (minimumMicrocents - 1n) * PRICED_UNITS',
    test: overHttp,
  },
  {
    promise: 'S5',
    breaks: 'a fixed cost is answered as charged, and is not',
    file: 'packages/ledger/sql/record-costs.sql',
    find: "resolved.resolution := 'settled';",
    replace: "resolved.resolution := 'released';",
    test: overHttp,
  },
  {
    promise: 'M68',
    breaks: 'what a service earns can be paid out after a week',
    file: 'packages/ledger/sql/service-accrual-day.sql',
    find: 'greatest(0, 30 - earnings_delay_days)',
    replace: 'greatest(0, 0 - earnings_delay_days)',
    test: inTheBooks,
  },
  {
    promise: 'M69',
    breaks: 'the organization’s own people earn it money by its own service',
    file: resolveHold,
    find: 'if held.service_earns then',
    replace: 'if true then',
    test: security,
  },
  {
    promise: 'M69',
    breaks: 'what grants paid for a service becomes our margin',
    file: resolveHold,
    find: "line_cost := case when held.line_kinds[place] = 'promotion' then 0 else line_base end;",
    replace: 'line_cost := 0;',
    test: security,
  },
  {
    promise: 'G47',
    breaks: 'a hold that was released says that it was settled',
    file: 'packages/billing/src/services/service-holds.ts',
    find: 'if (first || (state === wanted && baseMicrocents + markupMicrocents === charge)) return',
    replace: "if (first || state !== 'open') return",
    test: overHttp,
  },
  {
    promise: 'G55',
    breaks: 'a revoked key takes what it spent of its budget along',
    file: 'packages/billing/src/keys/revoke-api-key.ts',
    find: '    if (count === 0) return\n',
    replace: '    if (count === 0) return\n    await transaction.keyBudget.deleteMany({ where: { apiKeyId: key.id } })\n',
    test: 'packages/billing/src/keys/keys.test.ts',
  },
]
