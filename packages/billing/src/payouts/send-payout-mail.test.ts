// What developers are told of a payout by mail: the owners and finance people, once it matters, with the reason.
import { newId, publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { describe, expect, it, vi } from 'vitest'
import { openMailer } from '../mails/index.ts'
import { workQueues } from '../queue/work-queues.ts'
import { anApprovedPayout, inAWeek, payoutWorld } from '../testing/payout-world.ts'
import { followSentPayouts } from './follow-sent-payouts.ts'
import { sendPayout } from './send-payout.ts'
import { sendPayoutMail } from './send-payout-mail.ts'

const world = opened(payoutWorld)

const now = inAWeek()

describe('mails about a payout', () => {
  it('go to owners and finance people when it is held, and when it arrived, although no event came', async () => {
    const mailer = openMailer({ smtpUrl: world.mailbox.smtpUrl, from: 'Farebox <hello@farebox.test>' })
    const desk = { database: world.database, mailer, dashboardUrl: 'http://dashboard.localhost:3000' }
    const nothing = async () => {}
    const handlers = {
      ...{ 'handle-stripe-event': nothing, 'send-receipt': nothing, 'run-payouts': nothing, 'reconcile-with-stripe': nothing },
      'send-webhook-mail': nothing,
      'send-refund-mail': nothing,
      'answer-dispute': nothing,
      'send-payout-mail': ({ stepId }: { stepId: string }) => sendPayoutMail(desk, stepId),
    }
    const work = await workQueues(world.ledger.url, handlers, { onFailure: ({ cause }) => expect(cause).toBeUndefined() })
    const [held, paid] = [await anApprovedPayout(world, dollars('15.50')), await anApprovedPayout(world, dollars('12.00'))]
    const builder = newId()
    await world.database.user.create({ data: { id: builder, email: `${builder}@farebox.test` } })
    await world.database.membership.create({ data: { organizationId: held.developer.organizationId, userId: builder, role: 'developer' } })

    world.stripe.connect.restrict(held.developer.stripeAccountId)
    await sendPayout(world.till, held.payoutId, now)
    await sendPayout(world.till, paid.payoutId, now)
    world.stripe.advance(8 * 86_400)
    expect(await followSentPayouts(world.till, now)).toBe(0)
    expect(await followSentPayouts(world.till, inAWeek(10))).toBe(1)
    expect(await followSentPayouts(world.till, inAWeek(10))).toBe(0)
    expect(await world.database.payout.findUniqueOrThrow({ where: { id: paid.payoutId } })).toMatchObject({ status: 'paid' })

    const mails = await vi.waitFor(
      () => {
        const sent = world.mailbox.mails().filter(({ subject }) => subject.includes('$1'))
        if (sent.length < 2) throw new Error(`${sent.length} mails`)
        return sent
      },
      { timeout: 10_000 },
    )
    await work.stop()
    mailer.close()
    expect(mails.map(({ subject }) => subject).sort()).toEqual(['$12.00 arrived in your bank account', 'Your payout of $15.50 is on hold'])
    const onHold = mails.find(({ subject }) => subject.includes('on hold'))
    expect(onHold?.text).toContain('Stripe does not let your account receive money')
    expect(onHold?.text).toContain(publicId('payout', held.payoutId))
  })
})
