// Where a bank says that a card was stolen, the same hands may have paid with others: what the same person's other purchases earned
// waits too, until the dispute is won or a person has looked. Nobody loses it by this: it is held, and goes back where it was.
import type { DatabaseTransaction, DisputeModel, OrderModel } from '@farebox/db'
import { newId } from '@farebox/db'
import { disputeFrozen, disputeUnfrozen, post } from '@farebox/ledger'
import { microcents, type sum, ZERO } from '@farebox/money'
import { findClaim } from '../claims/claim-wallet.ts'
import { lotsOfPayment } from '../payments/lots-of-payment.ts'
import { leftStatuses, unfinishedStatuses } from '../payouts/payout-statuses.ts'
import { noteEarnings } from './apply-plan.ts'
import { dayOf, lockOrganizations, markupOf, type OrganizationState, organizationNow } from './case-state.ts'
import { type EarningsPlan, planOrganization } from './plan-earnings.ts'

const DAY_MS = 86_400_000
/** When a person has looked at the latest: the developer is told. */
const REVIEW_MS = 30 * DAY_MS

/** Of every such dispute of one payer: another one may have begun or ended. `freezing`: an order whose own dispute takes first. */
export async function settleOthersOf(
  transaction: DatabaseTransaction,
  { order, freezing, now }: { order: OrderModel; freezing?: string; now: Date },
): Promise<void> {
  if (order.kind !== 'wallet_topup' || !order.walletId) return
  const { wallets, disputes } = await ofSamePayer(transaction, order.walletId)
  for (const dispute of disputes) await settleOthers(transaction, { dispute, wallets, disputes, freezing, now })
}

async function ofSamePayer(transaction: DatabaseTransaction, walletId: string) {
  const claim = await findClaim(transaction, walletId)
  const owner = claim?.toWalletId ?? walletId
  const claimed = await transaction.walletClaim.findMany({ where: { toWalletId: owner }, select: { walletId: true } })
  const wallets = [owner, ...claimed.map((found) => found.walletId)]
  const disputes = await transaction.dispute.findMany({ where: { walletId: { in: wallets } }, orderBy: { openedAt: 'asc' } })
  return { wallets, disputes }
}

type Payer = { dispute: DisputeModel; wallets: string[]; disputes: DisputeModel[]; freezing: string | undefined; now: Date }

async function settleOthers(transaction: DatabaseTransaction, payer: Payer): Promise<void> {
  const { dispute, now } = payer
  const rows = await transaction.disputeEarning.findMany({ where: { disputeId: dispute.id, scope: 'other' } })
  // The first such dispute holds for all of them.
  const first = payer.disputes.find(isHolding)
  if (first?.id !== dispute.id && rows.every(({ heldMicrocents }) => heldMicrocents === 0n)) return
  const wanted =
    first?.id === dispute.id ? await markupOfOthers(transaction, payer) : new Map<string, Map<string, ReturnType<typeof sum>>>()
  const ids = [...new Set([...wanted.keys(), ...rows.map(({ organizationId }) => organizationId)])].sort()
  await lockOrganizations(transaction, { mode: dispute.mode, organizationIds: ids, markup: wanted })
  const plans: EarningsPlan[] = []
  for (const organizationId of ids) {
    const days = await unpaidDays(transaction, organizationId, wanted.get(organizationId))
    const parts = rows.filter((row) => row.organizationId === organizationId)
    const state: OrganizationState = {
      ...(await organizationNow(transaction, { mode: dispute.mode, organizationId })),
      markup: days,
      parts: parts.map((row) => ({ day: dayOf(row), held: microcents(row.heldMicrocents), taken: ZERO, owed: ZERO })),
    }
    plans.push(planOrganization(state, { phase: 'open', claim: ZERO, keepsOwed: false }))
  }
  await applyOthers(transaction, { dispute, plans, now })
}

const isHolding = ({ kind, reason, phase, earningsReleasedAt }: DisputeModel): boolean =>
  kind === 'dispute' && reason === 'fraudulent' && (phase === 'open' || phase === 'lost') && earningsReleasedAt === null

/** Of all that this person paid, but for payments whose own dispute or warning holds their markup. */
async function markupOfOthers(transaction: DatabaseTransaction, { wallets, disputes, freezing }: Payer) {
  const busy = disputes.filter(({ phase }) => phase === 'open' || phase === 'lost').map(({ orderId }) => orderId)
  const orders = await transaction.order.findMany({
    where: { walletId: { in: wallets }, kind: 'wallet_topup', status: 'paid', id: { notIn: [...busy, ...(freezing ? [freezing] : [])] } },
    orderBy: { id: 'asc' },
  })
  const lots = []
  for (const order of orders) lots.push(...(await lotsOfPayment(transaction, order)))
  return markupOf(transaction, lots)
}

/** What was paid out is not taken from what others paid since: only days that no payout can have had yet. */
async function unpaidDays(transaction: DatabaseTransaction, organizationId: string, days: Map<string, ReturnType<typeof sum>> | undefined) {
  const { earningsDelayDays } = await transaction.organization.findUniqueOrThrow({ where: { id: organizationId } })
  const last = await transaction.payout.findFirst({
    where: { organizationId, status: { in: [...leftStatuses, ...unfinishedStatuses] } },
    orderBy: { createdAt: 'desc' },
  })
  const paidUntil = last ? new Date(last.createdAt.getTime() - earningsDelayDays * DAY_MS).toISOString().slice(0, 10) : ''
  return [...(days ?? [])]
    .sort()
    .filter(([day]) => day > paidUntil)
    .map(([day, amount]) => ({ day, amount }))
}

async function applyOthers(
  transaction: DatabaseTransaction,
  { dispute, plans, now }: { dispute: DisputeModel; plans: EarningsPlan[]; now: Date },
): Promise<void> {
  const { id: disputeId, mode } = dispute
  const parts = (pick: (plan: EarningsPlan) => EarningsPlan['held']) =>
    plans.flatMap((plan) =>
      pick(plan).map(({ day, amount }) => ({ organizationId: plan.organizationId, accrualDay: day, amountMicrocents: amount })),
    )
  const [held, released] = [parts((plan) => plan.held), parts((plan) => plan.released)]
  let { steps } = await transaction.dispute.findUniqueOrThrow({ where: { id: disputeId } })
  const of = () => {
    steps += 1
    return { transactionId: newId(now.getTime()), mode, disputeId, step: steps }
  }
  if (held.length > 0) await post(transaction, disputeFrozen({ ...of(), lots: [], stopped: [], earnings: held }))
  if (released.length > 0) await post(transaction, disputeUnfrozen({ ...of(), earnings: released }))
  if (held.length + released.length === 0) return
  for (const plan of plans) await noteEarnings(transaction, { disputeId, scope: 'other' }, { ...plan, missing: ZERO })
  const earningsReviewAt = dispute.earningsReviewAt ?? new Date(now.getTime() + REVIEW_MS)
  await transaction.dispute.update({ where: { id: disputeId }, data: { steps, earningsReviewAt } })
}
