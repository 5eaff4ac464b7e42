// Where earnings went that are neither pending nor available: from the balances that are kept, and from the journal.
import type { DatabaseTransaction } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { OrganizationInMode } from '../organizations/member-of.ts'

export type EarningsThatLeft = {
  held: Microcents
  reserved: Microcents
  paid: Microcents
  spent: Microcents
  recouped: Microcents
  takenBack: Microcents
}

type Flow = { counterpart: string; kind: string; out: bigint; back: bigint }

export async function earningsThatLeft(transaction: DatabaseTransaction, of: OrganizationInMode): Promise<EarningsThatLeft> {
  const held = await transaction.account.findUnique({
    where: { mode_kind_id: { mode: of.mode, kind: 'earnings_held', id: of.organizationId } },
  })
  const reserved = await reservedForPayouts(transaction, of)
  const flows = await flowsOut(transaction, of)
  const net = (belongs: (flow: Flow) => boolean) => flows.filter(belongs).reduce((total, { out, back }) => total + out - back, 0n)
  const isPayout = ({ counterpart }: Flow) => counterpart === 'payout' || counterpart === 'stripe_balance'
  const isSpent = ({ kind }: Flow) => kind.startsWith('earnings.spent_on_')
  const isRecouped = ({ counterpart }: Flow) => counterpart === 'organization_receivable'
  return {
    held: microcents(held?.balanceMicrocents ?? 0n),
    reserved,
    paid: microcents(net(isPayout) - reserved),
    spent: microcents(net(isSpent)),
    recouped: microcents(net(isRecouped)),
    takenBack: microcents(net((flow) => !isPayout(flow) && !isSpent(flow) && !isRecouped(flow))),
  }
}

async function reservedForPayouts(transaction: DatabaseTransaction, { organizationId, mode }: OrganizationInMode): Promise<Microcents> {
  const [row] = await transaction.$queryRaw<{ reserved: bigint }[]>`
    select coalesce(sum(account.balance_microcents), 0)::bigint as reserved
      from payout join account on account.mode = ${mode}::mode and account.kind = 'payout' and account.id = payout.id
     where payout.organization_id = ${organizationId}::uuid`
  return microcents(row?.reserved ?? 0n)
}

/** Everything that left the earnings of an organization, or came back to them, other than a charge's own markup. */
function flowsOut(transaction: DatabaseTransaction, { organizationId, mode }: OrganizationInMode): Promise<Flow[]> {
  return transaction.$queryRaw<Flow[]>`
    with moved as (
      select wallet_id, transaction_id, credit_kind::text as counterpart, amount_microcents as out, 0::bigint as back from transfer
       where mode = ${mode}::mode and debit_id = ${organizationId}::uuid and debit_kind in ('earnings_available', 'earnings_held', 'earnings_pending')
         and credit_kind not in ('earnings_available', 'earnings_held', 'earnings_pending')
      union all
      select wallet_id, transaction_id, debit_kind::text, 0, amount_microcents from transfer
       where mode = ${mode}::mode and credit_id = ${organizationId}::uuid and credit_kind in ('earnings_available', 'earnings_held')
         and debit_kind not in ('earnings_available', 'earnings_held', 'earnings_pending')
    )
    select moved.counterpart, transaction.kind, sum(moved.out)::bigint as out, sum(moved.back)::bigint as back
      from moved join transaction on transaction.wallet_id = moved.wallet_id and transaction.id = moved.transaction_id
     group by moved.counterpart, transaction.kind`
}
