// What happens where cards are declined more often than people's cards are: whoever tries is stopped for a day, or has to let their
// computer work first. Many people may share a network, so a network is stopped only where also half of its tries were declined.
import type { DatabaseTransaction } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { declinedEverywhere, declinedFrom, declinedOf } from './declines.ts'
import type { RiskSettings } from './risk-settings.ts'

export type Tried = {
  payerId: string
  network: string | null
  /** Their network or mail domain is on the allow list: what others do there is not held against them. */
  isAllowed: boolean
}

/** Throws `checkout_refused`; true where a proof of work is wanted. */
export async function brake(
  transaction: DatabaseTransaction,
  { payerId, network, isAllowed }: Tried,
  { settings, now }: { settings: RiskSettings; now: Date },
): Promise<boolean> {
  const own = await declinedOf(transaction, payerId, now)
  if (own.cards >= settings.declinesPerDay) throw tooManyDeclined(`payer ${payerId}`)
  const there = network && !isAllowed ? await declinedFrom(transaction, network, now) : nothing
  const mostlyDeclined = there.orders * 2 >= there.opened
  if (there.cards >= settings.networkDeclinesPerDay && mostlyDeclined) throw tooManyDeclined(`network ${network}`)
  const from = settings.proofFromDeclinedOrders
  if (own.orders >= from || (there.orders >= from && mostlyDeclined)) return true
  return isPlatformBraking(await declinedEverywhere(transaction, now), settings)
}

const nothing = { cards: 0, orders: 0, opened: 0 }

/** Somebody tries cards on all of us at once, from many wallets and networks: everybody's computer works for a while. */
export const isPlatformBraking = ({ declined, paid }: { declined: number; paid: number }, { platformDeclines }: RiskSettings): boolean =>
  declined >= platformDeclines && declined > paid

const tooManyDeclined = (who: string) =>
  new AppError('checkout_refused', {
    message: 'Too many cards were declined. Nothing was charged. Try again tomorrow.',
    internal: `too many declines of ${who}`,
  })
