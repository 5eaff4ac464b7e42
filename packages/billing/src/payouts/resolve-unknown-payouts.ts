// Asks Stripe about every payout whose fate nobody knows, also of a worker that died while sending; a person is told where it takes long.
import { publicId } from '@farebox/db'
import { type AlertDesk, raiseAlert } from '../alerts/raise-alert.ts'
import type { Till } from '../topups/open-checkout.ts'
import { aloneWith } from './money-out.ts'
import { movePayout } from './move-payout.ts'
import { resolveUnknownPayout } from './resolve-unknown-payout.ts'

const PAYOUTS_MAX = 200
/** Longer than a call to Stripe with all its retries: whoever was sending is gone. */
const SENDING_MAX_MS = 5 * 60_000
const ALERT_AFTER_MS = 15 * 60_000

/** Returns how many are known now. */
export async function resolveUnknownPayouts(desk: Till & AlertDesk, now: Date): Promise<number> {
  await findAbandoned(desk, now)
  const unknown = await desk.database.payout.findMany({ where: { status: 'unknown' }, orderBy: { statusSince: 'asc' }, take: PAYOUTS_MAX })
  let known = 0
  const failures: unknown[] = []
  for (const { id, statusSince } of unknown) {
    const status = await resolveUnknownPayout(desk, id, now).catch((failure: unknown) => {
      failures.push(failure)
      return 'unknown' as const
    })
    if (status !== 'unknown') known += 1
    else if (now.getTime() - statusSince.getTime() >= ALERT_AFTER_MS) await alert(desk, { id, since: statusSince, now })
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} payouts are still unknown: ${failures[0]}`)
  return known
}

/** Sending since long, with no answer on record. */
async function findAbandoned({ database }: Till, now: Date): Promise<void> {
  const since = new Date(now.getTime() - SENDING_MAX_MS)
  const stuck = await database.payout.findMany({ where: { status: 'sending', statusSince: { lt: since } }, take: PAYOUTS_MAX })
  for (const { id, organizationId } of stuck) {
    await aloneWith(database, organizationId, async (moneyOut) => {
      const payout = await moneyOut.transaction.payout.findUniqueOrThrow({ where: { id } })
      if (payout.status !== 'sending' || payout.statusSince >= since) return
      const says = `Attempt ${payout.attempt} has no answer on record: whoever sent it is gone.`
      await movePayout(moneyOut, payout, { to: 'unknown', actor: { kind: 'clock' }, says, now })
    })
  }
}

async function alert(desk: AlertDesk, { id, since, now }: { id: string; since: Date; now: Date }): Promise<void> {
  const subject = publicId('payout', id)
  const explanation = `Stripe has not confirmed payout ${subject} since ${since.toISOString()}. It is not sent again until Stripe has answered.`
  await raiseAlert(desk, { kind: 'payout_unknown', subject, explanation, now })
}
