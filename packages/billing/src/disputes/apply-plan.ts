// A plan becomes movements, in one order: what was borne comes back, what is there is frozen, what is lost is borne, the rest is free.
// The rows beside them say what is held, taken and owed, so that the next plan knows.
import { type DatabaseTransaction, type DisputedEarning, type DisputeModel, newId } from '@farebox/db'
import {
  disputeFrozen,
  disputeLossReturned,
  disputeLost,
  disputeUnfrozen,
  type EarningsPart,
  type Movement,
  type OrganizationPart,
  post,
} from '@farebox/ledger'
import { type Microcents, microcents, sum } from '@farebox/money'
import { AVAILABLE_DAY, type CaseState } from './case-state.ts'
import type { CasePlan } from './plan-case.ts'
import type { DayAmount, EarningsPlan } from './plan-earnings.ts'

export type GiveBack = { walletId: string; appId: string | undefined }

/** `giveBack`: where frozen money of a wallet goes when it is free. Answers the row as it is then. */
export async function applyPlan(
  transaction: DatabaseTransaction,
  { state, plan, giveBack }: { state: CaseState; plan: CasePlan; giveBack: GiveBack | undefined },
): Promise<DisputeModel> {
  const { dispute } = state
  let steps = dispute.steps
  for (const movementAt of movementsOf(state, plan, giveBack)) {
    steps += 1
    await post(transaction, movementAt(steps))
  }
  for (const earnings of plan.earnings) await noteEarnings(transaction, { disputeId: dispute.id, scope: 'own' }, earnings)
  const { returned, lost } = plan
  const borne = {
    walletMicrocents: dispute.walletMicrocents - returned.wallet + lost.wallet,
    packageMicrocents: dispute.packageMicrocents - returned.package + lost.package,
    walletOwesMicrocents: dispute.walletOwesMicrocents - returned.walletOwes - returned.walletRepaid + lost.walletOwes,
    lossMicrocents: dispute.lossMicrocents - returned.loss + lost.loss,
  }
  const { phase, ending, closedAt, withdrawnMicrocents } = dispute
  const disputedMicrocents = withdrawnMicrocents - sum(Object.values(borne).map(microcents)) - borneByEarnings(state, plan)
  const isFollowed = phase === 'open' || state.lots.some(({ held }) => held > 0n)
  return transaction.dispute.update({
    where: { id: dispute.id },
    data: { phase, ending, closedAt, steps, ...borne, disputedMicrocents, isFollowed },
  })
}

function borneByEarnings({ organizations }: CaseState, { earnings }: CasePlan): bigint {
  const before = organizations.flatMap(({ parts }) => parts.map(({ taken, owed }) => microcents(taken + owed)))
  const more = earnings.flatMap(({ taken, owed }) => [...taken.map(({ amount }) => amount), owed])
  const less = earnings.flatMap(({ returned, owedBack, repaid }) => [...returned.map(({ amount }) => amount), owedBack, repaid])
  return sum(before) + sum(more) - sum(less)
}

/** Only those that move something. */
export function movementsOf(state: CaseState, plan: CasePlan, giveBack: GiveBack | undefined): ((step: number) => Movement)[] {
  const { id: disputeId, mode } = state.dispute
  const of = (step: number) => ({ transactionId: newId(), mode, disputeId, step })
  const movements: ((step: number) => Movement)[] = []
  const returning = returnedOf(plan)
  if (returning.moves) movements.push((step) => disputeLossReturned({ ...of(step), ...returning.facts(state.order.walletId) }))
  const held = partsOf(plan, ({ held }) => held)
  const { lots, stopped, pool } = plan.frozen
  if (lots.length > 0 || pool > 0n || held.length > 0) {
    const frozen = lots.map(({ amount, ...lot }) => ({ ...lot, amountMicrocents: amount }))
    const ofPool = state.pool && pool > 0n ? { appId: state.pool.appId, amountMicrocents: pool } : undefined
    movements.push((step) => disputeFrozen({ ...of(step), lots: frozen, stopped, pool: ofPool, earnings: held }))
  }
  const shares = lostOf(state, plan)
  if (movesAny(shares)) movements.push((step) => disputeLost({ ...of(step), shares }))
  const released = partsOf(plan, ({ released }) => released)
  if (plan.unfrozen > 0n || released.length > 0) {
    movements.push((step) => disputeUnfrozen({ ...of(step), ...unfrozenOf(state, plan.unfrozen, giveBack), earnings: released }))
  }
  return movements
}

function partsOf({ earnings }: CasePlan, pick: (plan: EarningsPlan) => DayAmount[]): EarningsPart[] {
  return earnings.flatMap((plan) =>
    pick(plan).map(({ day, amount }) => ({ organizationId: plan.organizationId, accrualDay: day, amountMicrocents: amount })),
  )
}

function byOrganization(plan: CasePlan, pick: (plan: EarningsPlan) => Microcents): OrganizationPart[] {
  return plan.earnings
    .map((each) => ({ organizationId: each.organizationId, amountMicrocents: pick(each) }))
    .filter(({ amountMicrocents }) => amountMicrocents > 0n)
}

const total = (parts: readonly DayAmount[]) => sum(parts.map(({ amount }) => amount))

function returnedOf(plan: CasePlan) {
  const { returned } = plan
  const shares = {
    frozenMicrocents: returned.wallet,
    held: byOrganization(plan, (each) => total(each.returned)),
    owed: byOrganization(plan, ({ owedBack }) => owedBack),
    packageMicrocents: returned.package,
    lossMicrocents: returned.loss,
  }
  const repaid = byOrganization(plan, (each) => each.repaid)
  const moves = movesAny(shares) || repaid.length > 0 || returned.walletOwes > 0n || returned.walletRepaid > 0n
  const facts = (walletId: string | null) => ({
    shares: {
      ...shares,
      ...(walletId && returned.walletOwes > 0n && { walletOwes: { walletId, amountMicrocents: returned.walletOwes } }),
    },
    repaid,
    ...(walletId &&
      returned.walletRepaid > 0n && { repaidByWallet: { walletId, lotId: newId(), amountMicrocents: returned.walletRepaid } }),
  })
  return { moves, facts }
}

function lostOf({ order }: CaseState, plan: CasePlan) {
  const { lost } = plan
  return {
    frozenMicrocents: lost.wallet,
    held: byOrganization(plan, (each) => total(each.taken)),
    owed: byOrganization(plan, ({ owed }) => owed),
    ...(order.walletId && lost.walletOwes > 0n && { walletOwes: { walletId: order.walletId, amountMicrocents: lost.walletOwes } }),
    packageMicrocents: lost.package,
    lossMicrocents: lost.loss,
  }
}

function movesAny(shares: ReturnType<typeof lostOf>): boolean {
  const { frozenMicrocents, held, owed, walletOwes, packageMicrocents, lossMicrocents } = shares
  return held.length + owed.length > 0 || walletOwes !== undefined || frozenMicrocents + packageMicrocents + lossMicrocents > 0n
}

export function unfrozenOf(
  { order, pool }: Pick<CaseState, 'order' | 'pool'>,
  amountMicrocents: Microcents,
  giveBack: GiveBack | undefined,
) {
  if (amountMicrocents === 0n) return {}
  if (pool) return { pool: { appId: pool.appId, amountMicrocents } }
  if (!giveBack || !order.lotId) throw new RangeError(`order ${order.id} has frozen money and no wallet to give it back to`)
  return { lot: { ...giveBack, lotId: newId(), originLotId: order.lotId, amountMicrocents } }
}

export type EarningsOf = { disputeId: string; scope: DisputedEarning }

export async function noteEarnings(transaction: DatabaseTransaction, of: EarningsOf, plan: EarningsPlan): Promise<void> {
  const { organizationId, returned, owedBack, repaid, held, taken, owed, released, missing } = plan
  const days = new Set([...returned, ...held, ...taken, ...released].map(({ day }) => day))
  const at = (parts: readonly DayAmount[], day: DayAmount['day']) => total(parts.filter((part) => part.day === day))
  for (const day of days) {
    await addTo(transaction, {
      ...{ ...of, organizationId, day: day ?? AVAILABLE_DAY, owed: 0n },
      held: at(returned, day) + at(held, day) - at(taken, day) - at(released, day),
      taken: at(taken, day) - at(returned, day),
    })
  }
  const owing = owed - owedBack - repaid
  if (owing !== 0n) await addTo(transaction, { ...of, organizationId, day: AVAILABLE_DAY, held: 0n, taken: 0n, owed: owing })
  await noteMissing(transaction, { ...of, organizationId, missing })
}

type Addition = EarningsOf & { organizationId: string; day: string; held: bigint; taken: bigint; owed: bigint }

async function addTo(
  transaction: DatabaseTransaction,
  { disputeId, scope, organizationId, day, held, taken, owed }: Addition,
): Promise<void> {
  const key = { disputeId, organizationId, scope, accrualDay: new Date(`${day}T00:00:00Z`) }
  const { count } = await transaction.disputeEarning.updateMany({
    where: key,
    data: { heldMicrocents: { increment: held }, takenMicrocents: { increment: taken }, owedMicrocents: { increment: owed } },
  })
  if (count > 0) return
  await transaction.disputeEarning.create({ data: { ...key, heldMicrocents: held, takenMicrocents: taken, owedMicrocents: owed } })
}

async function noteMissing(
  transaction: DatabaseTransaction,
  { disputeId, scope, organizationId, missing }: EarningsOf & { organizationId: string; missing: Microcents },
): Promise<void> {
  const key = { disputeId, organizationId, scope, accrualDay: new Date(`${AVAILABLE_DAY}T00:00:00Z`) }
  const { count } = await transaction.disputeEarning.updateMany({ where: key, data: { missingMicrocents: missing } })
  if (count === 0 && missing > 0n) await transaction.disputeEarning.create({ data: { ...key, missingMicrocents: missing } })
}
