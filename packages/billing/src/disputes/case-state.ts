// Everything a plan for one dispute or warning needs to know, read under the locks that keep it so.
import type { Database, DatabaseTransaction, DisputeEarningModel, DisputeModel, Mode, OrderModel } from '@farebox/db'
import { earningsToTake } from '@farebox/ledger'
import { greatest, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import { pendingDays } from '../earnings/earnings-statement.ts'
import { lockLotsOfPayment, lotsOfPayment, type PaymentLot } from '../payments/lots-of-payment.ts'
import { spentOf } from '../payments/spent-of.ts'
import { lockMoneyOut } from '../payouts/money-out.ts'
import { feeShareOf } from './fee-share-of.ts'

/** `YYYY-MM-DD`, or null for earnings that are available. */
export type Day = string | null

export type HeldPart = { day: Day; held: Microcents; taken: Microcents; owed: Microcents }

export type OrganizationState = {
  organizationId: string
  /** The markup this payment paid, by day, less what other disputes of the same payment have of it. */
  markup: { day: string; amount: Microcents }[]
  /** What this case did to it so far. */
  parts: HeldPart[]
  pending: { day: string; amount: Microcents }[]
  available: Microcents
  /** What the organization owes altogether. */
  receivable: Microcents
}

export type CaseState = {
  dispute: DisputeModel
  order: OrderModel
  /** The balance of its `dispute_hold` account. */
  frozen: Microcents
  lots: PaymentLot[]
  /** A payment for a grant pool: what is in the pool, whoever paid it in. */
  pool: { appId: string; organizationId: string; available: Microcents } | undefined
  /** What the wallet owes altogether, where it is an organization's own. */
  walletReceivable: Microcents
  /** What of the payment was credited and can be lost: the disputed cents less the share of the package's fee. */
  creditMax: Microcents
  feeShare: Microcents
  organizations: OrganizationState[]
}

/** 1970-01-01 in `dispute_earning`: available earnings. */
export const AVAILABLE_DAY = '1970-01-01'

/** Locks wallets, then organizations. The order's row is locked by the caller. */
export async function lockCaseState(transaction: DatabaseTransaction, dispute: DisputeModel, order: OrderModel): Promise<CaseState> {
  const lots = await lockLotsOfPayment(transaction, order)
  const pool = await poolOf(transaction, order)
  const spent = await markupOf(transaction, lots)
  const organizationIds = [...new Set([...spent.keys(), ...(pool ? [pool.organizationId] : [])])].sort()
  await lockOrganizations(transaction, { mode: dispute.mode, organizationIds, markup: spent })
  return stateOf(transaction, { dispute, order, lots, pool })
}

/** Each alone with its money out; the day's row keeps maturing out until this is booked. */
export async function lockOrganizations(
  transaction: DatabaseTransaction,
  { mode, organizationIds, markup }: { mode: Mode; organizationIds: readonly string[]; markup: MarkupByDay },
): Promise<void> {
  for (const organizationId of organizationIds) {
    await lockMoneyOut(transaction, organizationId)
    for (const accrualDay of [...(markup.get(organizationId)?.keys() ?? [])].sort()) {
      await earningsToTake(transaction, { mode, organizationId, accrualDay })
    }
  }
}

/** For looking only: nothing is locked, so it may be other money by the time somebody decides. */
export async function readCaseState(database: Database, dispute: DisputeModel, order: OrderModel): Promise<CaseState> {
  return database.$transaction(
    async (snapshot) => {
      const [lots, pool] = [await lotsOfPayment(snapshot, order), await poolOf(snapshot, order)]
      return stateOf(snapshot, { dispute, order, lots, pool })
    },
    { isolationLevel: 'RepeatableRead' },
  )
}

type Found = Pick<CaseState, 'dispute' | 'order' | 'lots' | 'pool'>

async function stateOf(transaction: DatabaseTransaction, { dispute, order, lots, pool }: Found): Promise<CaseState> {
  const { id: disputeId, mode } = dispute
  const { feeShare, disputedMicrocents } = await feeShareOf(transaction, dispute, order)
  const ofPayment = await transaction.disputeEarning.findMany({ where: { scope: 'own', dispute: { orderId: order.id } } })
  const owedWallet = order.kind === 'organization_topup' ? order.walletId : null
  const state: Omit<CaseState, 'organizations'> = {
    ...{ dispute, order, lots, pool, feeShare },
    creditMax: microcents(disputedMicrocents - feeShare),
    frozen: await balanceOf(transaction, { mode, kind: 'dispute_hold', id: disputeId }),
    walletReceivable: owedWallet ? await balanceOf(transaction, { mode, kind: 'user_receivable', id: owedWallet }) : ZERO,
  }
  const markup = await markupOf(transaction, lots)
  const ids = new Set([...markup.keys(), ...ofPayment.filter((part) => part.disputeId === disputeId).map((part) => part.organizationId)])
  if (pool) ids.add(pool.organizationId)
  const organizations: OrganizationState[] = []
  for (const organizationId of [...ids].sort()) {
    const parts = ofPayment.filter((part) => part.organizationId === organizationId)
    organizations.push(await organizationState(transaction, { dispute, organizationId, markup: markup.get(organizationId), parts }))
  }
  return { ...state, organizations }
}

type OrganizationFacts = {
  dispute: DisputeModel
  organizationId: string
  markup: Map<string, Microcents> | undefined
  parts: DisputeEarningModel[]
}

async function organizationState(
  transaction: DatabaseTransaction,
  { dispute, organizationId, markup = new Map(), parts }: OrganizationFacts,
): Promise<OrganizationState> {
  const { mode } = dispute
  const [mine, others] = [parts.filter((part) => part.disputeId === dispute.id), parts.filter((part) => part.disputeId !== dispute.id)]
  // A second dispute of one payment takes what the first one left.
  let elsewhere: bigint = others.reduce((total, part) => total + part.heldMicrocents + part.takenMicrocents + part.owedMicrocents, 0n)
  const left = [...markup].sort().map(([day, amount]) => {
    const gone = elsewhere < amount ? elsewhere : amount
    elsewhere -= gone
    return { day, amount: microcents(amount - gone) }
  })
  return {
    ...(await organizationNow(transaction, { mode, organizationId })),
    markup: left,
    parts: mine.map((part) => ({
      day: dayOf(part),
      ...{ held: microcents(part.heldMicrocents), taken: microcents(part.takenMicrocents), owed: microcents(part.owedMicrocents) },
    })),
  }
}

/** Where its earnings are, whoever paid them. */
export async function organizationNow(
  transaction: DatabaseTransaction,
  { mode, organizationId }: { mode: Mode; organizationId: string },
): Promise<Omit<OrganizationState, 'markup' | 'parts'>> {
  const pending = await pendingDays(transaction, { organizationId, mode })
  return {
    organizationId,
    pending: pending.map(({ date, amount }) => ({ day: date, amount: greatest(ZERO, amount) })),
    available: await balanceOf(transaction, { mode, kind: 'earnings_available', id: organizationId }),
    receivable: await balanceOf(transaction, { mode, kind: 'organization_receivable', id: organizationId }),
  }
}

export function dayOf({ accrualDay }: Pick<DisputeEarningModel, 'accrualDay'>): Day {
  const day = accrualDay.toISOString().slice(0, 10)
  return day === AVAILABLE_DAY ? null : day
}

/** By organization, then by day. */
export type MarkupByDay = Map<string, Map<string, Microcents>>

export async function markupOf(transaction: DatabaseTransaction, lots: readonly PaymentLot[]): Promise<MarkupByDay> {
  const organizations = new Map<string, Map<string, Microcents>>()
  for (const { organizationId, accrualDay, markup } of await spentOf(transaction, lots)) {
    if (accrualDay === null || markup <= 0n) continue
    const days = organizations.get(organizationId) ?? new Map<string, Microcents>()
    days.set(accrualDay, sum([days.get(accrualDay) ?? ZERO, markup]))
    organizations.set(organizationId, days)
  }
  return organizations
}

/** Not locked: whoever gives a grant meanwhile makes the booking fail at the pool's floor, and it is tried again. */
async function poolOf(transaction: DatabaseTransaction, order: OrderModel): Promise<CaseState['pool']> {
  const { kind, appId, mode } = order
  if (kind !== 'grant_pool' || !appId) return undefined
  const { organizationId } = await transaction.app.findUniqueOrThrow({ where: { id: appId }, select: { organizationId: true } })
  return { appId, organizationId, available: await balanceOf(transaction, { mode, kind: 'grant_pool', id: appId }) }
}

type KeptAccount = {
  mode: DisputeModel['mode']
  kind: 'dispute_hold' | 'earnings_available' | 'organization_receivable' | 'user_receivable' | 'grant_pool'
  id: string
}

export async function balanceOf(transaction: DatabaseTransaction, account: KeptAccount): Promise<Microcents> {
  const found = await transaction.account.findUnique({ where: { mode_kind_id: account } })
  return microcents(found?.balanceMicrocents ?? 0n)
}
