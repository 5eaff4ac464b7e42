// Mutants of automatic top-ups: a card charged twice, too often, unasked, or after it was told to stop.
import type { Mutant } from './mutant.ts'

const rooms = 'packages/billing/src/auto-topups'
const works = `${rooms}/auto-topups.test.ts`
const refusals = `${rooms}/auto-topups.refusals.test.ts`

export const autoTopupMutants: Mutant[] = [
  {
    promise: 'M88',
    breaks: 'whatever the page sent counts as agreed',
    file: `${rooms}/turn-auto-topup.ts`,
    find: 'if (agreed !== offer.sentence)',
    replace: 'if (agreed.length === 0)',
    test: works,
  },
  {
    promise: 'M88',
    breaks: 'the month’s most does not count the charge that would be made',
    file: `${rooms}/plan-charge.ts`,
    find: 'const wouldBe = facts.chargedThisMonth + fromCents(autoTopup.priceCents)',
    replace: 'const wouldBe = facts.chargedThisMonth',
    test: works,
  },
  {
    promise: 'M88',
    breaks: 'what calls have reserved counts as spent',
    file: `${rooms}/wallet-money.ts`,
    find: 'return microcents((_sum.availableMicrocents ?? 0n) + (_sum.heldMicrocents ?? 0n))',
    replace: 'return microcents(_sum.availableMicrocents ?? 0n)',
    test: works,
  },
  {
    promise: 'M88',
    breaks: 'an answer that was lost counts as refused',
    file: `${rooms}/charge-failure.ts`,
    find: "if (outcome.kind !== 'declined') return undefined",
    replace: "if (outcome.kind !== 'declined') return { code: 'unknown' }",
    test: refusals,
  },
  {
    promise: 'M88',
    breaks: 'what nobody sent is sent although its owner turned it off',
    file: `${rooms}/follow-charges.ts`,
    find: "return autoTopup.status === 'on' && card.removedAt === null",
    replace: 'return card.removedAt === null',
    test: refusals,
  },
  {
    promise: 'M88',
    breaks: 'a declined card is tried for ever',
    file: `${rooms}/end-charge.ts`,
    find: "(failures === FAILURES_MAX ? 'declined' : undefined)",
    replace: "(failures > FAILURES_MAX ? 'declined' : undefined)",
    test: refusals,
  },
  {
    promise: 'M88',
    breaks: 'a card that is gone for good is tried again',
    file: `${rooms}/charge-failure.ts`,
    find: "? { code, stops: 'card_refused' } : { code }",
    replace: '? { code } : { code }',
    test: refusals,
  },
  {
    promise: 'M88',
    breaks: 'a payment that wants its owner is asked for again',
    file: `${rooms}/settle-charge.ts`,
    find: "if (outcome.kind === 'authentication_required') {",
    replace: "if (outcome.kind === 'processing') {",
    test: works,
  },
  {
    promise: 'M88',
    breaks: 'a payment its owner did not confirm stays payable',
    file: `${rooms}/follow-charges.ts`,
    find: "if (charge.state === 'authentication_required') return giveUpWaiting(desk, charge, now)",
    replace: "if (charge.state === 'paid') return giveUpWaiting(desk, charge, now)",
    test: refusals,
  },
  {
    promise: 'M88',
    breaks: 'a dispute does not stop it',
    file: 'packages/billing/src/disputes/book-disputes.ts',
    find: 'if (!fresh) return',
    replace: 'if (fresh) return',
    test: refusals,
  },
  {
    promise: 'M88',
    breaks: 'a wallet in debt is charged',
    file: `${rooms}/plan-charge.ts`,
    find: 'autoTopup.thresholdMicrocents || wallet.inDebt)',
    replace: 'autoTopup.thresholdMicrocents)',
    test: refusals,
  },
  {
    promise: 'M88',
    breaks: 'a new price is charged without being agreed to',
    file: `${rooms}/plan-charge.ts`,
    find: "if (!isAsAgreed(facts)) return stop('terms_changed')",
    replace: "if (!isAsAgreed(facts) && autoTopup.failures < 0) return stop('terms_changed')",
    test: refusals,
  },
]
