// Tells the owners and the finance people of an organization what became of a payout.
import { type Database, publicId } from '@farebox/db'
import { microcents } from '@farebox/money'
import { type Mailer, mails } from '../mails/index.ts'

export type PayoutMailDesk = { database: Database; mailer: Mailer; dashboardUrl: string }

/** Throws where a mail was not taken: the queue tries again. Whoever got it already may get it twice, rather than not at all. */
export async function sendPayoutMail({ database, mailer, dashboardUrl }: PayoutMailDesk, stepId: string): Promise<void> {
  const step = await database.payoutStep.findUniqueOrThrow({ where: { id: stepId } })
  const status = step.toStatus
  if (status !== 'paid' && status !== 'held' && status !== 'rejected' && status !== 'failed' && status !== 'returned') return
  const payout = await database.payout.findUniqueOrThrow({ where: { id: step.payoutId } })
  const organization = await database.organization.findUniqueOrThrow({ where: { id: payout.organizationId } })
  const members = await database.membership.findMany({
    where: { organizationId: organization.id, role: { in: ['owner', 'finance'] } },
    include: { user: true },
  })
  const mail = mails.payout({
    ...{ status, organization: organization.name, payoutId: publicId('payout', payout.id), bankLastFour: payout.bankLastFour },
    amountMicrocents: microcents(payout.amountMicrocents),
    message: status === 'held' ? payout.holdMessage : payout.failure,
    reviewAt: status === 'held' ? payout.reviewAt : null,
    url: `${dashboardUrl}/payouts?organization=${publicId('organization', organization.id)}`,
  })
  for (const { user } of members) await mailer.send(user.email, mail)
}
