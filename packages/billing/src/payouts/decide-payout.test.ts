// Decisions of operators: what the dry run shows is what happens, once, and by as many people as it takes.
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeOperator } from '../testing/operators.ts'
import {
  aPaidDeveloper,
  aWeekPasses,
  earn,
  earningsOf,
  inAWeek,
  onlyRules,
  type PaidDeveloper,
  type PayoutWorld,
  payoutWorld,
  receivedCents,
  twoOperatorsFrom,
} from '../testing/payout-world.ts'
import { createPayout } from './create-payout.ts'
import { decidePayout } from './decide-payout.ts'
import type { Decision } from './decision.ts'
import { aloneWith } from './money-out.ts'
import { planDecision } from './plan-decision.ts'
import { reviewPayout } from './review-payout.ts'
import { sendPayout } from './send-payout.ts'

const world = opened(payoutWorld)
let ada: { id: string }
let grace: { id: string }
beforeAll(async () => {
  ada = await makeOperator(world.ledger.url, 'finance')
  grace = await makeOperator(world.ledger.url, 'admin')
})

const now = inAWeek()
const approve: Decision = { kind: 'approve' }
const reject: Decision = { kind: 'reject', reason: 'fraud_check', message: 'These payments were made with stolen cards.' }
const hold: Decision = {
  ...{ kind: 'hold', reason: 'fraud_check', message: 'A person checks some of the payments.' },
  reviewAt: new Date(now.getTime() + 86_400_000),
}
const payout = (id: string) => world.database.payout.findUniqueOrThrow({ where: { id } })

/** A payout that waits for one person, or for two. */
async function waiting({ people }: { people: 1 | 2 }): Promise<{ developer: PaidDeveloper; payoutId: string }> {
  await onlyRules(world, 'first_payout')
  await twoOperatorsFrom(world, people === 2 ? 1_000 : 1_000_000)
  const developer = await aPaidDeveloper(world)
  await earn(world, developer, dollars('15.50'))
  await aWeekPasses(world, now)
  const { organizationId } = developer
  const made = await aloneWith(world.database, organizationId, (alone) => createPayout(alone, { organizationId, runId: null, now }))
  if (!('payoutId' in made)) throw new Error(made.passedOver)
  await reviewPayout(world.database, { id: made.payoutId, organizationId }, now)
  expect(await payout(made.payoutId)).toMatchObject({ status: 'in_review', needsReview: true, needsTwo: people === 2 })
  return { developer, payoutId: made.payoutId }
}

const plan = (payoutId: string, decision: Decision, operator = ada) =>
  planDecision(world.database, { payoutId, decision, operatorId: operator.id, now })

async function decide(payoutId: string, decision: Decision, operator = ada): Promise<string> {
  const { hash } = await plan(payoutId, decision, operator)
  return decidePayout(world.database, { payoutId, decision, hash, operator, now }).then(({ status }) => status)
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(() => 'done').catch((failure: { code?: string }) => failure.code ?? String(failure))

describe('a decision', () => {
  it('of one person sends a payout that needs one; the dry run showed the transfer and the movement that follow', async () => {
    const { developer, payoutId } = await waiting({ people: 1 })
    const shown = await plan(payoutId, approve)
    expect(shown).toMatchObject({ effect: 'approves', statusBefore: 'in_review', statusAfter: 'approved', warnings: [] })
    expect(await decide(payoutId, approve)).toBe('approved')
    expect(await sendPayout(world.till, payoutId, now)).toBe('sent')

    const [call] = shown.stripeCalls
    const [transfer] = await world.till.stripe.moneyOut.transfersOf(payoutId)
    expect(call).toMatchObject({ method: 'POST', path: '/v1/transfers', idempotencyKey: `payout:${payoutId}:1` })
    expect(call?.parameters).toEqual({
      ...{ amount: String(transfer?.amountCents), currency: 'usd', destination: transfer?.destination },
      ...{
        transfer_group: `payout_${payoutId}`,
        'metadata[payout_id]': transfer?.payoutId,
        'metadata[attempt]': String(transfer?.attempt),
      },
    })
    const { transactionId } = await world.database.operation.findUniqueOrThrow({ where: { operationKey: `payout:sent:${payoutId}` } })
    const posted = await world.database.transfer.findMany({ where: { transactionId }, orderBy: { n: 'asc' } })
    const movements = shown.movements.flatMap(({ transfers }) => transfers)
    expect(movements.map(({ debit, credit, amount }) => [debit.kind, debit.id, credit.kind, credit.id, amount])).toEqual(
      posted.map((row) => [row.debitKind, row.debitId, row.creditKind, row.creditId, row.amountMicrocents]),
    )
    expect(receivedCents(world, developer)).toBe(1_550)
  })

  it('that rejects does what its dry run showed: all of it is available again', async () => {
    const { developer, payoutId } = await waiting({ people: 1 })
    const shown = await plan(payoutId, reject)
    expect(shown).toMatchObject({ effect: 'rejects', stripeCalls: [], movements: [{ kind: 'payout.returned_to_earnings', isNow: true }] })
    expect(await decide(payoutId, reject)).toBe('rejected')
    const { transactionId } = await world.database.operation.findUniqueOrThrow({ where: { operationKey: `payout:return:${payoutId}` } })
    const posted = await world.database.transfer.findMany({ where: { transactionId } })
    expect(shown.movements[0]?.transfers.map(({ amount }) => amount)).toEqual(posted.map((row) => row.amountMicrocents))
    expect(await earningsOf(world, developer)).toMatchObject({ available: dollars('15.50'), reserved: 0n })
    expect(await payout(payoutId)).toMatchObject({ failure: 'These payments were made with stolen cards.' })
    expect(await sendPayout(world.till, payoutId, now)).toBe('rejected')
  })

  it('that holds keeps it; released, it needs a decision again, whoever agreed before', async () => {
    const { payoutId } = await waiting({ people: 2 })
    await decide(payoutId, approve, ada)
    await decide(payoutId, hold, grace)
    expect(await sendPayout(world.till, payoutId, now)).toBe('held')
    expect(await decide(payoutId, { kind: 'release' }, grace)).toBe('in_review')
    expect(await payout(payoutId)).toMatchObject({ status: 'in_review', proposedBy: null, approvedBy: null, holdReason: null })
  })

  it('is written down: who, what and with which plan', async () => {
    const { payoutId } = await waiting({ people: 2 })
    await decide(payoutId, approve, ada)
    await decide(payoutId, approve, grace)
    const steps = await world.database.payoutStep.findMany({ where: { payoutId, actorKind: 'operator' }, orderBy: { n: 'asc' } })
    expect(steps.map(({ actorId, says }) => [actorId, says])).toEqual([
      [ada.id, 'Proposed to another operator.'],
      [grace.id, 'Approved.'],
    ])
    const deeds = await world.database.auditEntry.findMany({ where: { action: 'payout.approve', actorId: { in: [ada.id, grace.id] } } })
    expect(deeds.length).toBeGreaterThanOrEqual(2)
  })
})

describe('four eyes', () => {
  it('M79: who proposed does not approve, in no order and not at once; another does', async () => {
    const { developer, payoutId } = await waiting({ people: 2 })
    expect(await plan(payoutId, approve)).toMatchObject({ effect: 'proposes', statusAfter: 'in_review', needsAnotherPerson: true })
    expect(await decide(payoutId, approve, ada)).toBe('in_review')
    expect(await refusal(decide(payoutId, approve, ada))).toBe('same_operator')
    expect(await sendPayout(world.till, payoutId, now)).toBe('in_review')
    expect(await decide(payoutId, approve, grace)).toBe('approved')
    expect(await payout(payoutId)).toMatchObject({ proposedBy: ada.id, approvedBy: grace.id })
    expect(await sendPayout(world.till, payoutId, now)).toBe('sent')
    expect(receivedCents(world, developer)).toBe(1_550)
  })

  it('M79: one person clicking ten times at once proposes once and approves nothing', async () => {
    const { payoutId } = await waiting({ people: 2 })
    const { hash } = await plan(payoutId, approve)
    const clicks = Array.from({ length: 10 }, () =>
      refusal(decidePayout(world.database, { payoutId, decision: approve, hash, operator: ada, now })),
    )
    const answers = await Promise.all(clicks)
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
    expect(await payout(payoutId)).toMatchObject({ status: 'in_review', proposedBy: ada.id, approvedBy: null })
  })

  it('M79: approve and reject clicked together: one of them happens, and no money twice', async () => {
    for (let round = 0; round < 6; round++) {
      const { developer, payoutId } = await waiting({ people: 1 })
      const [approving, rejecting] = [await plan(payoutId, approve, ada), await plan(payoutId, reject, grace)]
      const answers = await Promise.all([
        refusal(decidePayout(world.database, { payoutId, decision: approve, hash: approving.hash, operator: ada, now })),
        refusal(decidePayout(world.database, { payoutId, decision: reject, hash: rejecting.hash, operator: grace, now })),
      ])
      // Rejecting what was approved a moment ago would be possible, but nobody was shown that.
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
      expect(['plan_changed', 'decision_not_possible']).toContain(answers.find((answer) => answer !== 'done'))
      await sendPayout(world.till, payoutId, now)
      const { status } = await payout(payoutId)
      const { available } = await earningsOf(world, developer)
      expect([`sent 1550 0`, `rejected 0 ${dollars('15.50')}`]).toContain(`${status} ${receivedCents(world, developer)} ${available}`)
    }
  })

  it('a plan whose facts have changed since is not carried out', async () => {
    const { developer, payoutId } = await waiting({ people: 1 })
    const { hash } = await plan(payoutId, approve)
    await world.database.payoutAccount.update({
      where: { organizationId: developer.organizationId },
      data: { transfersStatus: 'restricted' },
    })
    expect(await refusal(decidePayout(world.database, { payoutId, decision: approve, hash, operator: ada, now }))).toBe('plan_changed')
    expect((await plan(payoutId, approve)).warnings).toEqual([expect.stringContaining('account_not_ready')])
    expect(await refusal(decidePayout(world.database, { payoutId, decision: reject, hash, operator: ada, now }))).toBe('plan_changed')
    expect((await payout(payoutId)).status).toBe('in_review')
  })

  it('no decision is possible once Stripe was asked', async () => {
    const { payoutId } = await waiting({ people: 1 })
    await decide(payoutId, approve)
    await sendPayout(world.till, payoutId, now)
    for (const decision of [approve, reject, hold, { kind: 'release' } as const]) {
      expect(await refusal(decide(payoutId, decision))).toBe('decision_not_possible')
    }
  })
})

describe('the database itself', () => {
  const refuses = (data: Parameters<PayoutWorld['database']['payout']['update']>[0]['data'], payoutId: string) =>
    expect(world.database.payout.update({ where: { id: payoutId }, data })).rejects.toThrow()

  it('M79: refuses an approval by the proposer, and any way past a review that nobody or one person did', async () => {
    const { payoutId } = await waiting({ people: 2 })
    await refuses({ proposedBy: ada.id, approvedBy: ada.id }, payoutId)
    await refuses({ status: 'approved', approvedAt: now }, payoutId)
    await refuses({ status: 'approved', approvedAt: now, approvedBy: ada.id }, payoutId)
    await refuses({ status: 'approved', approvedAt: now, proposedBy: ada.id, approvedBy: ada.id }, payoutId)
    await refuses({ needsTwo: false }, payoutId)
    await refuses({ needsReview: false, needsTwo: false }, payoutId)
    await refuses({ status: 'sending' }, payoutId)
    await refuses({ status: 'sent', stripeTransferId: 'tr_x', sentAt: now }, payoutId)
  })

  it('refuses other terms, a second unfinished payout, and a change of the timeline', async () => {
    const { developer, payoutId } = await waiting({ people: 1 })
    await refuses({ amountCents: 9_999, amountMicrocents: dollars('99.99') }, payoutId)
    await refuses({ stripeAccountId: 'acct_other' }, payoutId)
    await refuses({ bankFingerprint: 'other' }, payoutId)
    const { organizationId } = developer
    const second = { id: crypto.randomUUID(), organizationId, amountCents: 100, amountMicrocents: dollars('1'), stripeAccountId: 'acct_x' }
    await expect(world.database.payout.create({ data: { ...second, createdAt: now, statusSince: now } })).rejects.toThrow()
    await expect(world.database.payout.delete({ where: { id: payoutId } })).rejects.toThrow()
    await expect(world.database.payoutStep.deleteMany({ where: { payoutId } })).rejects.toThrow()
    await expect(world.database.payoutStep.updateMany({ where: { payoutId }, data: { says: 'nothing' } })).rejects.toThrow()
    await expect(world.database.payoutFinding.deleteMany({ where: { payoutId } })).rejects.toThrow()
  })
})
