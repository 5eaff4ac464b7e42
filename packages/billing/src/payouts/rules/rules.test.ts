// Each rule at its edge: fires with a sentence that has the numbers in it, and leaves alone what is just below.
import { dollars } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { checkParameters } from './check-parameters.ts'
import type { PayoutFacts } from './rule.ts'
import { rules } from './rules.ts'

const DAY_MS = 86_400_000
const now = new Date('2028-02-29T12:00:00Z')
const usual: PayoutFacts = {
  amountMicrocents: dollars('100'),
  earnedMicrocents: dollars('100'),
  insidersMicrocents: dollars('0'),
  sameCardMicrocents: dollars('0'),
  payersCount: 20,
  payers: [{ walletId: 'w', isInsider: false, earnedMicrocents: dollars('10') }],
  earlier: [dollars('90'), dollars('110')],
  bankChangedAt: null,
  payments: 1_000,
  disputedPayments: 0,
  markupBps: 1_500,
  serviceMicrocents: dollars('0'),
  isServiceTrusted: false,
  now,
}
const look = (rule: string, changes: Partial<PayoutFacts>, parameters: object) => rules[rule]?.look({ ...usual, ...changes }, parameters)

const edges: [string, object, Partial<PayoutFacts>, Partial<PayoutFacts>, RegExp][] = [
  [
    'self_dealing',
    { shareBps: 500 },
    { insidersMicrocents: dollars('5.01') },
    { insidersMicrocents: dollars('5') },
    /5\.01 %.*\$5\.01.*5 %/,
  ],
  [
    'same_card',
    { shareBps: 0 },
    { sameCardMicrocents: dollars('0.01') },
    { sameCardMicrocents: dollars('0') },
    /0\.01 %.*\$0\.01.*same card/,
  ],
  [
    'concentration',
    { shareBps: 5_000 },
    { payers: [{ walletId: 'w', isInsider: false, earnedMicrocents: dollars('50.01') }] },
    { payers: [{ walletId: 'w', isInsider: false, earnedMicrocents: dollars('50') }] },
    /20 payers.*50\.01 %/,
  ],
  ['jump', { times: 3, payouts: 6 }, { amountMicrocents: dollars('300.01') }, { amountMicrocents: dollars('300') }, /\$300\.01.*3 times/],
  ['jump', { times: 3, payouts: 1 }, { amountMicrocents: dollars('270.01') }, { amountMicrocents: dollars('270') }, /last 1 payouts/],
  [
    'new_bank_account',
    { days: 7 },
    { bankChangedAt: new Date(now.getTime() - 7 * DAY_MS + 1) },
    { bankChangedAt: new Date(now.getTime() - 7 * DAY_MS) },
    /2028-02-22/,
  ],
  ['dispute_rate', { rateBps: 40, days: 90 }, { disputedPayments: 5 }, { disputedPayments: 4 }, /5 of 1000.*0\.50 %/],
  ['first_payout', {}, { earlier: [] }, { earlier: [dollars('1')] }, /never|before/],
  ['service_revenue', {}, { serviceMicrocents: dollars('0.01') }, { serviceMicrocents: dollars('9'), isServiceTrusted: true }, /\$0\.01/],
  ['high_markup', { markupBps: 5_000 }, { markupBps: 5_001 }, { markupBps: 5_000 }, /50\.01 %/],
]

describe('the review rules', () => {
  it.each(edges)('%s %o: fires above its edge, with the numbers, and not on it', (name, parameters, above, below, says) => {
    expect(look(name, above, parameters)?.explanation).toMatch(says)
    expect(look(name, below, parameters)).toBeUndefined()
  })

  it('find nothing in a usual payout, and nothing in one without earnings', () => {
    const nothing = { earnedMicrocents: dollars('0'), insidersMicrocents: dollars('0'), payers: [], payments: 0 }
    for (const [name, parameters] of edges) {
      expect(look(name, {}, parameters)).toBeUndefined()
      expect(look(name, nothing, parameters)).toBeUndefined()
    }
  })

  it('refuse parameters they do not read, so that a rule is never silently off', () => {
    expect(() => look('self_dealing', {}, {})).toThrow()
    expect(() => checkParameters('jump', { times: 0, payouts: 6 })).toThrow(/does not read/)
    expect(() => checkParameters('jump', { times: 3, payouts: 6 })).not.toThrow()
  })
})
