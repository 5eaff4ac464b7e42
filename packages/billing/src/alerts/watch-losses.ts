// A provider that bills us beyond what users were charged: a little is the price of never overcharging, more is a fault to be found.
import type { Database } from '@farebox/db'
import { formatExact, microcents } from '@farebox/money'
import { idAt } from '../usage/id-at.ts'
import { type AlertDesk, raiseAlert } from './raise-alert.ts'

const WINDOW_MS = 3_600_000
/** $1 in an hour, of one provider. */
const LOSS_MAX_MICROCENTS = 100_000_000n

type Loss = { provider: string; amount: string; calls: bigint }

/** Returns how many providers are above it. */
export async function watchLosses(desk: AlertDesk, now: Date): Promise<number> {
  const losses = await lossesSince(desk.database, new Date(now.getTime() - WINDOW_MS))
  for (const { provider, amount, calls } of losses) {
    const explanation = `In the last hour ${provider} billed us ${formatExact(microcents(amount))} more than ${calls} calls were charged. It is booked as our loss; no user paid it.`
    await raiseAlert(desk, { kind: 'provider_loss', subject: provider, explanation, now })
  }
  return losses.length
}

/** Ids of calls begin with the time they were opened at, so that a range of time is a range of ids. */
function lossesSince(database: Database, since: Date): Promise<Loss[]> {
  return database.$queryRaw<Loss[]>`
    select provider.name as provider, sum(transfer.amount_microcents)::text as amount, count(distinct transfer.transaction_id) as calls
      from transfer join provider on provider.id = transfer.credit_id
     where transfer.mode = 'live' and transfer.debit_kind = 'usage_loss' and transfer.credit_kind = 'provider_payable'
       and transfer.transaction_id >= ${idAt(since)}::uuid
     group by provider.name having sum(transfer.amount_microcents) > ${LOSS_MAX_MICROCENTS}`
}
