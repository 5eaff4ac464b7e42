// A job: operators hear of disputes and warnings that opened, and of deadlines that come near; payers and developers of how it goes.
import { publicId } from '@farebox/db'
import { formatBalance, fromCents } from '@farebox/money'
import { type AlertDesk, raiseAlert } from '../alerts/raise-alert.ts'
import { stateOf } from './dispute-queue.ts'
import { type DisputeMailDesk, sendDisputeMail } from './send-dispute-mail.ts'

const CASES_MAX = 200

export type WatchDesk = AlertDesk & DisputeMailDesk

/** Answers how many were told of. Who was told already may be told twice, rather than not at all. */
export async function watchDisputes(desk: WatchDesk, now: Date): Promise<number> {
  return (await tellPhases(desk, now)) + (await tellDeadlines(desk, now))
}

async function tellPhases(desk: WatchDesk, now: Date): Promise<number> {
  const { database } = desk
  const ids = await database.$queryRaw<{ id: string }[]>`
    select id::text from dispute where mailed_phase is distinct from phase order by opened_at limit ${CASES_MAX}`
  for (const { id } of ids) {
    const dispute = await database.dispute.findUniqueOrThrow({ where: { id } })
    const { phase, kind, reason, stripeId, amountCents } = dispute
    if (phase === 'open' || phase === 'inquiry') {
      const asks = kind === 'dispute' ? 'A bank asks about' : 'A bank says this may be stolen:'
      const explanation = `${asks} a payment of ${formatBalance(fromCents(amountCents))} (${reason}, ${stripeId}, ${phase}).`
      const alert = kind === 'dispute' ? 'dispute_opened' : 'fraud_warning'
      await raiseAlert(desk, { kind: alert, subject: publicId('dispute', id), explanation, now })
    }
    await sendDisputeMail(desk, dispute)
    await database.dispute.updateMany({ where: { id, phase }, data: { mailedPhase: phase } })
  }
  return ids.length
}

async function tellDeadlines(desk: WatchDesk, now: Date): Promise<number> {
  const { database } = desk
  const due = await database.dispute.findMany({
    where: { ...stateOf('due', now), deadlineToldAt: null },
    take: CASES_MAX,
  })
  for (const { id, dueBy, amountCents } of due) {
    const explanation = `Nobody has answered a dispute of ${formatBalance(fromCents(amountCents))}. The bank waits until ${dueBy?.toISOString()}.`
    await raiseAlert(desk, { kind: 'dispute_due', subject: publicId('dispute', id), explanation, now })
    await database.dispute.update({ where: { id }, data: { deadlineToldAt: now } })
  }
  return due.length
}
