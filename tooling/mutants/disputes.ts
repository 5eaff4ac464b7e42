// Mutants of disputes: a loss borne twice or by the wrong one, a freeze that lets go, a fee that is a guess.
import type { Mutant } from './mutant.ts'

const disputes = (name: string) => `packages/billing/src/disputes/${name}.ts`

export const disputeMutants: Mutant[] = [
  {
    promise: 'M41',
    breaks: 'what was borne stays borne when a lost dispute is won after all',
    file: disputes('plan-case'),
    find: 'const returned = greatest(ZERO, microcents(borne - walletTotal))',
    replace: 'const returned = ZERO as typeof borne',
    test: disputes('disputes.property.test'),
  },
  {
    promise: 'M58',
    breaks: 'an open dispute is treated as lost',
    file: disputes('dispute-phase'),
    find: "  return 'open'\n}\n\n/** How a warning ended",
    replace: "  return 'lost'\n}\n\n/** How a warning ended",
    test: disputes('disputes.test'),
  },
  {
    promise: 'M58',
    breaks: 'the package’s fee bears nothing of a loss',
    file: disputes('plan-case'),
    find: 'const ofPackage = isLost ? least(feeShare, microcents(dispute.withdrawnMicrocents - wallet)) : ZERO',
    replace: 'const ofPackage = ZERO',
    test: disputes('disputes.test'),
  },
  {
    promise: 'M58',
    breaks: 'a loss is ours before it is the markup’s',
    file: disputes('plan-earnings'),
    find: 'const claim = least(total, greatest(ZERO, most))',
    replace: 'const claim = least(ZERO, greatest(ZERO, most))',
    test: disputes('disputes.test'),
  },
  {
    promise: 'M59',
    breaks: 'markup that was paid out before is forgotten rather than owed',
    file: disputes('plan-earnings'),
    find: "owed: phase === 'lost' ? microcents(more - total(taken)) : ZERO,",
    replace: 'owed: ZERO,',
    test: disputes('disputes.test'),
  },
  {
    promise: 'M60',
    breaks: 'a lot of which a call has all goes on being spent when the call gives something back',
    file: disputes('book-lines'),
    find: 'const stops = amountCents < 0 ? await lockLotsOfPayment(transaction, order) : []',
    replace: 'const stops = amountCents < 0 ? (await lockLotsOfPayment(transaction, order)).slice(1) : []',
    test: disputes('disputes.test'),
  },
  {
    promise: 'M63',
    breaks: 'an inquiry freezes money',
    file: disputes('dispute-phase'),
    find: "return lines.length === 0 ? 'inquiry' : 'open'",
    replace: "return 'open'",
    test: disputes('disputes.test'),
  },
  {
    promise: 'M66',
    breaks: 'the fee is what it usually is, not what Stripe’s line says',
    file: disputes('book-lines'),
    find: 'step: changes.steps, amountCents, feeCents, stops',
    replace: 'step: changes.steps, amountCents, feeCents: Math.sign(feeCents) * 1_500, stops',
    test: disputes('disputes.test'),
  },
]
