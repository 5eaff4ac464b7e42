// Something about a developer's account changed: the account is read again. What the event itself says is not looked at.
import { bookAccount, readAccount } from '../../payout-accounts/refresh-payout-account.ts'
import { enqueuer } from '../../queue/enqueue.ts'
import type { EventHandler } from '../../topups/events/event-handler.ts'
import { lockMoneyOut } from '../money-out.ts'

export const accountChanged: EventHandler = async ({ database, stripe }, _object, { account }) => {
  const known = account ? await database.payoutAccount.findUnique({ where: { stripeAccountId: account } }) : null
  if (!known) return undefined
  const { organizationId, stripeAccountId } = known
  const read = await readAccount(stripe.moneyOut, stripeAccountId)
  const enqueue = await enqueuer(database)
  return async (transaction, now) => {
    await lockMoneyOut(transaction, organizationId)
    await bookAccount({ transaction, enqueue }, { organizationId, read, now })
  }
}
