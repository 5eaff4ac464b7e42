// Mutants of what keeps thieves out: limits that do not count, proofs that prove nothing, lists nobody asks.
import type { Mutant } from './mutant.ts'

const rooms = 'packages/billing/src/risk'
const thieves = `${rooms}/thieves.security.test.ts`

export const riskMutants: Mutant[] = [
  {
    promise: 'M89',
    breaks: 'twenty checkouts at once are not counted one after the other',
    file: `${rooms}/admit-buyer.ts`,
    find: 'select pg_advisory_xact_lock(hashtextextended(',
    replace: 'select abs(hashtextextended(',
    test: thieves,
  },
  {
    promise: 'M89',
    breaks: 'what is open does not count to the most of a day',
    file: `${rooms}/day-limits.ts`,
    find: "status: { in: ['created', 'open', 'paid', 'quarantined'] }",
    replace: "status: { in: ['paid', 'quarantined'] }",
    test: thieves,
  },
  {
    promise: 'M90',
    breaks: 'a proof works as often as one likes',
    file: `${rooms}/proof-of-work.ts`,
    find: 'if (count === 0)',
    replace: 'if (count < 0)',
    test: thieves,
  },
  {
    promise: 'M90',
    breaks: 'a proof for another order will do',
    file: `${rooms}/proof-of-work.ts`,
    find: '|| challenge.parameters.data.order !== orderId ',
    replace: '',
    test: thieves,
  },
  {
    promise: 'M90',
    breaks: 'a network may try cards as long as the wallets are new',
    file: `${rooms}/brakes.ts`,
    find: 'if (there.cards >= settings.networkDeclinesPerDay && mostlyDeclined)',
    replace: 'if (there.cards < 0 && mostlyDeclined)',
    test: thieves,
  },
  {
    promise: 'M91',
    breaks: 'block beats allow',
    file: 'packages/auth/src/risk-lists.ts',
    find: 'blocked: isAllowed ? undefined : found.find',
    replace: 'blocked: found.find',
    test: thieves,
  },
  {
    promise: 'M91',
    breaks: 'an IPv4 address inside an IPv6 one is nobody’s',
    file: 'packages/auth/src/risk-lists.ts',
    find: "address?.trim().replace(/^::ffff:(?=\\d+\\.)/i, '')",
    replace: 'address?.trim()',
    test: 'packages/auth/src/sign-in.security.test.ts',
  },
  {
    promise: 'M91',
    breaks: 'what a blocked card paid is credited',
    file: `${rooms}/refuse-payment.ts`,
    find: 'if (!blocked) return undefined',
    replace: "if (blocked?.kind !== 'country') return undefined",
    test: thieves,
  },
  {
    promise: 'M92',
    breaks: 'a card may pay for any number of wallets',
    file: `${rooms}/block-shared-card.ts`,
    find: 'if (wallets <= walletsPerCard) return',
    replace: 'if (wallets > walletsPerCard) return',
    test: thieves,
  },
  {
    promise: 'M92',
    breaks: 'a developer’s own card is nobody’s',
    file: 'packages/billing/src/payouts/payout-facts.ts',
    find: 'payment_card.organization_id in (select id from same)',
    replace: 'payment_card.organization_id is null and false',
    test: 'packages/billing/src/payouts/review-payout.test.ts',
  },
  {
    promise: 'M91',
    breaks: 'whoever is blocked opens an account',
    file: 'packages/auth/src/sign-in.ts',
    find: 'if (blocked) throw',
    replace: 'if (blocked && email.length === 0) throw',
    test: 'packages/auth/src/sign-in.security.test.ts',
  },
]
