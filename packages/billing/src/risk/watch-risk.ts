// Tells the operators of cards that are tried: many declined within minutes, over everybody, and cards that were blocked by themselves.
import { type AlertDesk, raiseAlert } from '../alerts/raise-alert.ts'
import { isPlatformBraking } from './brakes.ts'
import { declinedEverywhere } from './declines.ts'
import { riskSettings } from './risk-settings.ts'

/** An entry is told while it is this young: the job runs every minute, and an alert repeats at most every 15 minutes. */
const NEW_MS = 10 * 60_000

/** Returns how many alerts were raised. */
export async function watchRisk(desk: AlertDesk, now: Date): Promise<number> {
  return (await watchDeclines(desk, now)) + (await watchBlockedCards(desk, now))
}

async function watchDeclines(desk: AlertDesk, now: Date): Promise<number> {
  const counted = await declinedEverywhere(desk.database, now)
  if (!isPlatformBraking(counted, await riskSettings(desk.database))) return 0
  const explanation = `Within ten minutes ${counted.declined} cards were declined and ${counted.paid} purchases paid. Every checkout takes a proof of work while it is so.`
  await raiseAlert(desk, { kind: 'declines_high', subject: 'checkouts', explanation, now })
  return 1
}

async function watchBlockedCards(desk: AlertDesk, now: Date): Promise<number> {
  const blocked = await desk.database.riskEntry.findMany({
    where: { kind: 'card_fingerprint', list: 'block', addedBy: null, addedAt: { gt: new Date(now.getTime() - NEW_MS) } },
    take: 50,
  })
  for (const { value, reason } of blocked) {
    await raiseAlert(desk, { kind: 'card_on_many_wallets', subject: `card ${value}`, explanation: reason, now })
  }
  return blocked.length
}
