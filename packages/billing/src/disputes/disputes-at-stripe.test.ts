// Disputes from the bank's side to ours and back: Stripe's events, its own book, an operator's answer, and who is told of it.
import { newId, publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { runReconciliation } from '../reconciliation/run-reconciliation.ts'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { aPaidDeveloper, deliverEvents, earn, earningsOf, type PaidDeveloper, payoutWorld } from '../testing/payout-world.ts'
import { anEndpoint, startReceiver, webhookDesk } from '../testing/webhook-world.ts'
import { deliverWebhooks } from '../webhooks/deliver-webhooks.ts'
import { answerDispute } from './answer-dispute.ts'
import { listDisputes } from './list-disputes.ts'
import { readOpenDisputes } from './read-open-disputes.ts'
import { watchDisputes } from './watch-disputes.ts'

const world = opened(payoutWorld)
let developer: PaidDeveloper
beforeAll(async () => {
  developer = await aPaidDeveloper(world)
})

const DAY_MS = 86_400_000

/** A user whose payment earned the developer a dollar. */
async function aPayment(): Promise<{ paymentIntent: string; walletId: string }> {
  const [payer] = await earn(world, developer, dollars('1.00'))
  if (!payer) throw new Error('nobody paid')
  return payer
}

const heard = (paymentIntent: string) => deliverEvents(world, paymentIntent, { now: new Date() })
const disputeOf = (paymentIntent: string) => world.database.dispute.findFirstOrThrow({ where: { paymentIntent, kind: 'dispute' } })

describe('a dispute at Stripe', () => {
  it('M61, M66: lost, reopened and won: each line of Stripe’s book is booked once, and both books agree to the cent', async () => {
    const { paymentIntent } = await aPayment()
    const { id } = world.stripe.dispute(paymentIntent)
    await heard(paymentIntent)
    expect(await disputeOf(paymentIntent)).toMatchObject({ phase: 'open', disputedMicrocents: dollars('50.00'), stripeFeeCents: 1_500 })
    for (const turn of ['lost', 'reopened', 'won'] as const) {
      world.stripe.closeDispute(id, turn)
      await heard(paymentIntent)
    }
    expect(await disputeOf(paymentIntent)).toMatchObject({ phase: 'won', disputedMicrocents: 0n, withdrawnMicrocents: 0n })
    await runReconciliation(world.desk, { trigger: 'operator', now: new Date() })
    const breaks = await world.database.reconciliationBreak.findMany({ where: { resolvedAt: null } })
    expect(breaks.map(({ kind, explanation }) => `${kind}: ${explanation}`)).toEqual([])
  })

  it('M48: closes without its events: what is open is read at Stripe', async () => {
    const { paymentIntent } = await aPayment()
    const { id } = world.stripe.dispute(paymentIntent)
    await heard(paymentIntent)
    world.stripe.closeDispute(id, 'lost')
    await readOpenDisputes(world.till, new Date())
    expect(await disputeOf(paymentIntent)).toMatchObject({ phase: 'lost', disputedMicrocents: 0n })
    expect(await earningsOf(world, developer)).toMatchObject({ owed: 0n })
  })

  it('is answered by an operator with what speaks for us, once, and the answer is on record', async () => {
    const { paymentIntent } = await aPayment()
    world.stripe.dispute(paymentIntent)
    await heard(paymentIntent)
    const finance = await makeOperator(world.ledger.url, 'finance')
    const { disputes } = asOperator(world.database, finance)
    const disputeId = publicId('dispute', (await disputeOf(paymentIntent)).id)
    expect((await disputes.queue({})).rows.map(({ id }) => id)).toContain(disputeId)
    const shown = await disputes.case({ disputeId })
    expect(shown.outcomes.map(({ phase, movements }) => [phase, movements.map(({ kind }) => kind)])).toEqual([
      ['won', ['dispute.unfrozen', 'dispute.line_booked']],
      ['lost', ['dispute.lost']],
    ])
    const { packet, evidence, hash } = await disputes.packet({ disputeId })
    expect(packet.calls).toMatchObject({ count: 1, charged: dollars('3.00') })
    expect(evidence.access_activity_log).toContain('test-model')
    expect(evidence.uncategorized_text).toContain('It paid for 1 call, ')
    await expect(disputes.submit({ disputeId, hash: '0'.repeat(64), note: 'an old page' })).rejects.toThrow()
    await disputes.submit({ disputeId, hash, note: 'the calls are theirs' })
    await expect(disputes.accept({ disputeId, note: 'a second thought' })).rejects.toThrow()
    const answer = await world.database.disputeAnswer.findFirstOrThrow()
    await answerDispute(world.till, answer.id, new Date())
    await answerDispute(world.till, answer.id, new Date())
    expect((await disputes.case({ disputeId })).answers).toMatchObject([{ kind: 'evidence', status: 'done' }])
    expect(await disputeOf(paymentIntent)).toMatchObject({ submissions: 1, status: 'under_review' })
    const deeds = await world.database.auditEntry.findMany({ where: { actorId: finance.id }, orderBy: { at: 'asc' } })
    expect(deeds.map(({ action }) => action)).toEqual(['dispute.read_packet', 'dispute.submit'])
  })

  it('is told to operators, to who paid, and to the developer: by mail, by webhook, and in a list without names', async () => {
    const receiver = await startReceiver()
    const webhooks = webhookDesk(world.database)
    await anEndpoint(webhooks, developer, receiver.url, { events: ['dispute.opened', 'dispute.closed'] })
    const { paymentIntent, walletId } = await aPayment()
    const { id } = world.stripe.dispute(paymentIntent)
    await heard(paymentIntent)
    const sent: { to: string; subject: string; text: string }[] = []
    const mailer = {
      send: async (to: string, { subject, text }: { subject: string; text: string }) => void sent.push({ to, subject, text }),
    }
    const urls = { walletUrl: 'http://wallet.localhost:3001', dashboardUrl: 'http://dashboard.localhost:3000' }
    const desk = { database: world.database, mailer: { ...mailer, close: () => {} }, ...urls }
    await watchDisputes(desk, new Date())
    const opened = sent.length
    await watchDisputes(desk, new Date())
    expect(sent.length).toBe(opened)
    const wallet = await world.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
    const payer = await world.database.user.findUniqueOrThrow({ where: { id: wallet.userId ?? newId() } })
    expect(sent.find(({ to }) => to === payer.email)?.text).toContain('$43.50')
    const { rows } = await listDisputes(world.database, { organizationId: developer.organizationId, mode: 'live', limit: 1 })
    expect(rows).toMatchObject([{ phase: 'open', held: dollars('1.00'), charges: [{ markup: dollars('1.00') }], moreCharges: 0 }])
    expect(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(payer.email)
    world.stripe.closeDispute(id, 'lost')
    await heard(paymentIntent)
    await deliverWebhooks(webhooks, new Date())
    await deliverWebhooks(webhooks, new Date(Date.now() + 1_000))
    expect(receiver.received.map(({ event }) => [event.type, event.data.status, event.data.held, event.data.taken])).toEqual([
      ['dispute.opened', 'open', '1.00000000', '0.00000000'],
      ['dispute.closed', 'lost', '0.00000000', '1.00000000'],
    ])
    await receiver.stop()
  })

  it('raises an alert once when less than two days are left to answer', async () => {
    const { paymentIntent } = await aPayment()
    world.stripe.dispute(paymentIntent)
    await heard(paymentIntent)
    const dispute = await disputeOf(paymentIntent)
    const desk = {
      ...{ database: world.database, mailer: { send: async () => {}, close: () => {} } },
      ...{ walletUrl: 'http://wallet.localhost:3001', dashboardUrl: 'http://dashboard.localhost:3000' },
    }
    const alerts = () => world.database.alert.count({ where: { kind: 'dispute_due', subject: publicId('dispute', dispute.id) } })
    await watchDisputes(desk, new Date())
    expect(await alerts()).toBe(0)
    const late = new Date((dispute.dueBy?.getTime() ?? 0) - DAY_MS)
    await watchDisputes(desk, late)
    await watchDisputes(desk, late)
    expect(await alerts()).toBe(1)
    expect(await world.database.alert.findFirst({ where: { kind: 'dispute_due' } })).toMatchObject({ times: 1 })
  })

  it('stands among those due within two days from then on: as many rows as are counted', async () => {
    const { paymentIntent } = await aPayment()
    world.stripe.dispute(paymentIntent)
    await heard(paymentIntent)
    const { id, dueBy } = await disputeOf(paymentIntent)
    const asks = await makeOperator(world.ledger.url, 'support')
    const seenAt = async (lateMs: number) => {
      const { disputes } = asOperator(world.database, asks, { now: new Date((dueBy?.getTime() ?? 0) - 2 * DAY_MS + lateMs) })
      const [{ dueSoon }, { rows }] = [await disputes.counts(), await disputes.queue({ state: 'due' })]
      expect(rows).toHaveLength(dueSoon)
      return rows.some((row) => row.id === publicId('dispute', id))
    }
    expect(await seenAt(-1)).toBe(false)
    expect(await seenAt(0)).toBe(true)
  })
})

describe('a fraud warning at Stripe', () => {
  it('M64: refunded by an operator, it ends without a dispute; released, the money can be spent again', async () => {
    const { paymentIntent, walletId } = await aPayment()
    world.stripe.payments.warnOfFraud(paymentIntent)
    await heard(paymentIntent)
    const warning = await world.database.dispute.findFirstOrThrow({ where: { paymentIntent } })
    expect(warning).toMatchObject({ kind: 'fraud_warning', phase: 'open' })
    const finance = await makeOperator(world.ledger.url, 'finance')
    await asOperator(world.database, finance).disputes.release({ disputeId: publicId('dispute', warning.id), note: 'they called us' })
    await heard(paymentIntent)
    expect(await world.database.dispute.findFirst({ where: { paymentIntent } })).toMatchObject({ phase: 'closed', ending: 'released' })
    const { _sum } = await world.database.lot.aggregate({ where: { walletId, expiresAt: null }, _sum: { availableMicrocents: true } })
    expect(_sum.availableMicrocents).toBe(dollars('43.50'))

    const stolen = await aPayment()
    world.stripe.payments.warnOfFraud(stolen.paymentIntent)
    await heard(stolen.paymentIntent)
    world.stripe.payments.refund(stolen.paymentIntent)
    await heard(stolen.paymentIntent)
    expect(await world.database.dispute.findMany({ where: { paymentIntent: stolen.paymentIntent } })).toMatchObject([
      { ending: 'refunded' },
    ])
  })
})
