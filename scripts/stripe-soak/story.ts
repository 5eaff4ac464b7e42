// What happened to a wallet that disagrees, from both sides: Stripe's log of its payments, and the movements of its money in the books. For whoever
// has to find out which of the two is right.
import type { StripeSoak } from './stripe-soak-world.ts'

const LINES_MAX = 12

/** The newest of each, oldest first. Empty where the sentence is not about a wallet. */
export async function storyBehind(soak: StripeSoak, sentence: string): Promise<string[]> {
  const walletId = /^Wallet (\S+)/.exec(sentence)?.[1]
  if (!walletId) return []
  return [...(await atStripe(soak, walletId)), ...(await inTheBooks(soak, walletId))]
}

async function atStripe({ world }: StripeSoak, walletId: string): Promise<string[]> {
  const orders = await world.database.order.findMany({ where: { walletId }, select: { id: true } })
  const own = new Set(orders.map(({ id }) => id))
  const log = world.stripe.log()
  const charges = new Set(log.flatMap((entry) => (entry.kind === 'charge' && own.has(entry.metadata.order ?? '') ? [entry.chargeId] : [])))
  return log
    .filter((entry) => 'chargeId' in entry && charges.has(entry.chargeId))
    .slice(-LINES_MAX)
    .map(({ sequence, atSeconds, ...entry }) => `Stripe ${at(new Date(atSeconds * 1_000))} #${sequence} ${JSON.stringify(entry)}`)
}

type Step = { kind: string; at: Date; owed: bigint }

async function inTheBooks({ world }: StripeSoak, walletId: string): Promise<string[]> {
  const steps = await world.database.$queryRaw<Step[]>`
    select transaction.kind, transaction.occurred_at as at,
           (coalesce(sum(case when debit_kind = 'user_receivable' then amount_microcents end), 0)
              - coalesce(sum(case when credit_kind = 'user_receivable' then amount_microcents end), 0))::bigint as owed
      from transfer join transaction on transaction.id = transfer.transaction_id and transaction.wallet_id = transfer.wallet_id
     where transaction.kind <> 'usage.settled' and (
             (debit_kind in ('lot', 'user_receivable') and (debit_id = ${walletId}::uuid or debit_id in (select id from lot where wallet_id = ${walletId}::uuid)))
          or (credit_kind in ('lot', 'user_receivable') and (credit_id = ${walletId}::uuid or credit_id in (select id from lot where wallet_id = ${walletId}::uuid))))
     group by transaction.id, transaction.kind, transaction.occurred_at order by transaction.occurred_at desc, transaction.id desc limit ${LINES_MAX}`
  return steps.reverse().map((step) => `books  ${at(step.at)} ${step.kind}${step.owed === 0n ? '' : `, owes ${step.owed} more`}`)
}

const at = (moment: Date) => moment.toISOString().slice(5, 19)
