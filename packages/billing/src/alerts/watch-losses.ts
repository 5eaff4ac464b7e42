// A provider that bills us beyond what users were charged: a little is the price of never overcharging, more is a fault to be found.
import type { Database } from '@farebox/db'
import { formatExact, microcents } from '@farebox/money'
import { idAt } from '../usage/id-at.ts'
import { type AlertDesk, raiseAlert } from './raise-alert.ts'

const WINDOW_MS = 3_600_000
const SEEN = 'usage_loss_seen'
/** $1 in an hour, of one provider. */
const LOSS_MAX_MICROCENTS = 100_000_000n

type Loss = { provider: string; amount: string; calls: bigint }

/** Returns how many providers are above it. The journal is read only where losses grew since the last look: mostly there are none. */
export async function watchLosses(desk: AlertDesk, now: Date): Promise<number> {
  const { database } = desk
  const total = await lossesInAll(database)
  const seen = await database.setting.findUnique({ where: { name: SEEN } })
  if ((seen?.value ?? '0') === total) return 0
  const losses = await lossesSince(database, new Date(now.getTime() - WINDOW_MS))
  for (const { provider, amount, calls } of losses) {
    const explanation = `In the last hour ${provider} billed us ${formatExact(microcents(amount))} more than ${calls} calls were charged. It is booked as our loss; no user paid it.`
    await raiseAlert(desk, { kind: 'provider_loss', subject: provider, explanation, now })
  }
  await database.setting.upsert({ where: { name: SEEN }, create: { name: SEEN, value: total }, update: { value: total } })
  return losses.length
}

/** As the fold has it: a few seconds behind. */
async function lossesInAll(database: Database): Promise<string> {
  const { _sum } = await database.accountFold.aggregate({ where: { mode: 'live', kind: 'usage_loss' }, _sum: { debitsMicrocents: true } })
  return (_sum.debitsMicrocents ?? '0').toString()
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
