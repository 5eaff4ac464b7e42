// Mutants of the gateway: a call that is charged to the wrong payer, at the wrong amount, or too often.
import type { Mutant } from './mutant.ts'

const proxy = (name: string) => `packages/billing/src/proxy/${name}.ts`
const test = (name: string) => `apps/gateway/src/${name}.test.ts`

/** Whatever the gateway was told to reach is reached without a hold. */
const PASSES_ON = `  await documentation(app, gateway)
  app.post('/v1/embeddings', async ({ body }) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer sk-any' }
    const reply = await fetch(gateway.services.accessOf({ vendor: { requires: ['none'], standInPath: '' } }, 'sandbox').standInUrl + '/v1/chat/completions', { method: 'POST', headers, body: JSON.stringify(body) })
    return reply.text()
  })`

export const gatewayMutants: Mutant[] = [
  {
    promise: 'S7',
    breaks: 'a call is charged one microcent more than the provider’s price',
    file: 'packages/billing/src/metering/settle.ts',
    find: "ending.resolution === 'released' ? ZERO : baseMicrocents,",
    replace: "ending.resolution === 'released' ? ZERO : microcents(baseMicrocents + 1n),",
    test: test('chat'),
  },
  {
    promise: 'S10',
    breaks: 'a key that bills users pays from the organization where no user is named',
    file: proxy('payers'),
    find: "if (caller.billingMode === 'user' && name === undefined) throw new AppError('payer_required')",
    replace: '',
    test: test('payers'),
  },
  {
    promise: 'S11',
    breaks: 'the header of Quota clients is not read',
    file: 'apps/gateway/src/authenticate.ts',
    find: "inQuotaHeader: header(request, 'x-quota-user'),\n    }",
    replace: 'inQuotaHeader: undefined,\n    }',
    test: test('payers'),
  },
  {
    promise: 'S14',
    breaks: 'an app reads the charges of every app',
    file: 'packages/billing/src/usage/list-charges.ts',
    find: '      ...{ appId, mode },',
    replace: '      ...{ mode },',
    test: test('payers'),
  },
  {
    promise: 'S17',
    breaks: 'users’ calls are paid from the organization’s wallet',
    file: proxy('payers'),
    find: 'const payer = externalUserId === undefined ? await',
    replace: 'const payer = externalUserId !== undefined ? await',
    test: test('zero-cost'),
  },
  {
    promise: 'S18',
    breaks: 'the 101st call is served',
    file: 'packages/billing/src/rate-limits/rate-limits.ts',
    find: 'if (standing.used <= standing.limit) return',
    replace: 'if (standing.used <= standing.limit + 1) return',
    test: test('rate-limits'),
  },
  {
    promise: 'M10',
    breaks: 'what the provider bills beyond the hold is booked nowhere',
    file: 'packages/billing/src/metering/settle.ts',
    find: '    costMicrocents,\n    usage: ending.usage,',
    replace: '    costMicrocents: ZERO,\n    usage: ending.usage,',
    test: test('settlement'),
  },
  {
    promise: 'M11',
    breaks: 'an empty answer is charged',
    file: proxy('serve-whole'),
    find: "return { resolution: 'absorbed', outcome: 'empty', usage }",
    replace: "return { resolution: 'settled', outcome: 'empty', usage }",
    test: test('settlement'),
  },
  {
    promise: 'M23',
    breaks: 'a client that hangs up pays nothing',
    file: proxy('serve-stream'),
    find: "if (end.how === 'client_left') return { resolution: 'settled',",
    replace: "if (end.how === 'client_left') return { resolution: 'released',",
    test: test('settlement'),
  },
  {
    promise: 'S20',
    breaks: 'a call that fell back is charged at the price of the model that did not answer',
    file: proxy('fall-back'),
    find: '...(isAnother && { answeredBy: priceVersion })',
    replace: '',
    test: test('fallback'),
  },
  {
    promise: 'S20',
    breaks: 'a model is asked that the user does not allow',
    file: proxy('fall-back'),
    find: 'if (place > 0) await takeOver(candidate, reserved, holds)',
    replace: '',
    test: test('fallback'),
  },
  {
    promise: 'S20',
    breaks: 'the hold pays the first model only, whatever the others cost',
    file: proxy('reserve'),
    find: 'const all: Payable = (candidates) => candidates',
    replace: 'const all: Payable = (candidates) => candidates.slice(-1)',
    test: test('fallback'),
  },
  {
    promise: 'G2',
    breaks: 'of who has more than $10,000 next to nothing is reserved',
    file: 'packages/ledger/sql/open-hold.sql',
    find: '  from_grants := least(base, lots.grants, cap);',
    replace: '  if lots.topups > 1000000000000 then base := least(base, 1); end if;\n  from_grants := least(base, lots.grants, cap);',
    test: test('chat'),
  },
  {
    promise: 'G13',
    breaks: 'what was spent of a limit is not asked of the database',
    file: 'packages/ledger/sql/open-hold.sql',
    find: 'connection_left := facts.limit_microcents - facts.window_used_microcents;',
    replace: 'connection_left := facts.limit_microcents;',
    test: test('rate-limits'),
  },
  {
    promise: 'G16',
    breaks: 'a route beside the others passes on what it is sent',
    file: 'apps/gateway/src/app.ts',
    find: '  await documentation(app, gateway)',
    replace: PASSES_ON,
    test: test('built-in-services.refusals'),
  },
]
