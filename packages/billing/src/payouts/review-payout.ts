// A payout that was just made is looked at: each rule that fires is written down, and it goes on, or waits for a person.
import { type Database, newId, type PayoutModel, type Prisma, type RiskRuleModel } from '@farebox/db'
import { formatBalance, microcents } from '@farebox/money'
import { aloneWith, type MoneyOut } from './money-out.ts'
import { movePayout } from './move-payout.ts'
import { payoutFacts } from './payout-facts.ts'
import { payoutSettings } from './payout-settings.ts'
import type { PayoutFacts, RuleAnswer } from './rules/rule.ts'
import { rules } from './rules/rules.ts'

const HOLD_REVIEW_MS = 3 * 24 * 60 * 60 * 1_000

/** Safe to call again: a payout that is not `created` any more is left alone. */
export async function reviewPayout(database: Database, { id, organizationId }: Pick<PayoutModel, 'id' | 'organizationId'>, now: Date) {
  await aloneWith(database, organizationId, (moneyOut) => reviewIn(moneyOut, id, now))
}

/** Call it alone with the organization's money out. */
export async function reviewIn(moneyOut: MoneyOut, payoutId: string, now: Date): Promise<void> {
  const payout = await moneyOut.transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
  if (payout.status === 'created') await review(moneyOut, payout, now)
}

async function review(moneyOut: MoneyOut, payout: PayoutModel, now: Date): Promise<void> {
  const { transaction } = moneyOut
  const facts = await payoutFacts(transaction, payout, now)
  const asked = await transaction.riskRule.findMany({ where: { enabled: true }, orderBy: { name: 'asc' } })
  const findings = findingsOf(asked, facts)
  await transaction.payoutFinding.createMany({
    data: findings.map((finding) => ({ id: newId(now.getTime()), payoutId: payout.id, ...finding, at: now })),
  })
  const { twoOperatorsFromCents } = await payoutSettings(transaction)
  const needsTwo = payout.amountCents >= twoOperatorsFromCents
  await movePayout(moneyOut, payout, { ...nextOf(payout, { findings, needsTwo, now }), actor: { kind: 'clock' }, now })
}

export type Finding = RuleAnswer & { rule: string; action: RiskRuleModel['action'] }

/** A row without a rule of its name is for a newer or older Farebox: a person looks. */
export function findingsOf(asked: RiskRuleModel[], facts: PayoutFacts): Finding[] {
  return asked.flatMap(({ name, parameters, action }) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    const answer = rule ? rule.look(facts, parameters) : { explanation: `There is no rule called ${name}.`, facts: {} }
    return answer ? [{ rule: name, action, ...answer }] : []
  })
}

function nextOf(payout: PayoutModel, { findings, needsTwo, now }: { findings: Finding[]; needsTwo: boolean; now: Date }) {
  const fired = findings.map(({ rule }) => rule)
  const amount = formatBalance(microcents(payout.amountMicrocents))
  const changes: Prisma.PayoutUncheckedUpdateManyInput = { needsReview: needsTwo || fired.length > 0, needsTwo }
  const held = findings.find(({ action }) => action === 'hold')
  if (held) {
    const hold = { holdReason: held.rule, holdMessage: 'A person checks this payout before it is sent.' }
    const reviewAt = new Date(now.getTime() + HOLD_REVIEW_MS)
    return { to: 'held', says: held.explanation, changes: { ...changes, needsReview: true, ...hold, reviewAt } } as const
  }
  if (fired.length > 0) return { to: 'in_review', says: `A person looks first: ${fired.join(', ')}.`, changes } as const
  if (needsTwo) return { to: 'in_review', says: `${amount} needs two people to agree.`, changes } as const
  return { to: 'approved', says: 'No rule fired.', changes: { ...changes, approvedAt: now } } as const
}
