// After Stripe took a transfer: some of it comes back, the developer's bank refuses it, or the developer takes it by hand.
import type { PayoutModel } from '../../packages/db/src/index.ts'
import type { Developer } from './developers.ts'
import type { AfterFate } from './fates.ts'
import { takeBack } from './our-bank.ts'
import { holdEarnings } from './send.ts'
import { count, type SoakWorld } from './soak-world.ts'

/** Banks that will refuse a payout of Stripe's: while it is on its way, or after they had taken it. */
export type BankTrouble = { developer: Developer; when: 'pending' | 'paid'; daysLeft: number }

export type Sent = { payout: PayoutModel; developer: Developer; fate: AfterFate }

const PATIENCE_DAYS = 5

/** Answers the trouble with banks that will follow in the next days. */
export async function meetAfterwards(world: SoakWorld, { payout, developer, fate }: Sent): Promise<BankTrouble[]> {
  const { stripeTransferId: transferId, amountCents } = payout
  if (fate === 'nothing' || transferId === null) return []
  if (fate === 'bank refuses') return [{ developer, when: 'pending', daysLeft: PATIENCE_DAYS }]
  if (fate === 'bank refuses after paid') return [{ developer, when: 'paid', daysLeft: PATIENCE_DAYS }]
  count(world, `afterwards: ${fate}`)
  if (fate === 'reversed in part') await takeBack(world, transferId, Math.ceil(amountCents / 3))
  if (fate === 'reversed whole') await takeBack(world, transferId, undefined)
  if (fate === 'reversed in parts') {
    await takeBack(world, transferId, 1)
    await takeBack(world, transferId, 2)
    await takeBack(world, transferId, undefined)
  }
  if (fate === 'reversed during a hold') {
    await holdEarnings(world, developer)
    await takeBack(world, transferId, Math.ceil(amountCents / 2))
  }
  if (fate === 'paid out by hand') payOutByHand(world, developer)
  return []
}

function payOutByHand({ stripe }: SoakWorld, { stripeAccountId }: Developer): void {
  try {
    stripe.connect.payOut(stripeAccountId)
  } catch {
    // Restricted meanwhile, or nothing there: nothing leaves.
  }
}

/** Banks refuse what is due to be refused. Answers the trouble that is still to come. */
export async function refuseAtBanks(world: SoakWorld, troubles: readonly BankTrouble[]): Promise<BankTrouble[]> {
  const later: BankTrouble[] = []
  for (const trouble of troubles) {
    const { developer, when, daysLeft } = trouble
    const payouts = await world.till.stripe.moneyOut.connectedPayouts(developer.stripeAccountId)
    const due = payouts.find(({ status }) => status === when)
    if (due) {
      world.stripe.connect.endPayout(due.payoutId, 'failed')
      count(world, when === 'paid' ? 'afterwards: bank refuses after paid' : 'afterwards: bank refuses')
    } else if (daysLeft > 0) later.push({ ...trouble, daysLeft: daysLeft - 1 })
  }
  return later
}
