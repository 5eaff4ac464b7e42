// One payout as an operator decides about it: the facts, the timeline, and what may be decided.
import type { Database, DatabaseTransaction, PayoutModel } from '@farebox/db'
import { publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, microcents } from '@farebox/money'
import { earningsStatement } from '../earnings/earnings-statement.ts'
import { accountView } from '../payout-accounts/account-words.ts'
import { earningsBalances } from './earnings-balances.ts'
import { listHolds } from './list-holds.ts'
import { operatorNames } from './operator-names.ts'
import { payoutFacts } from './payout-facts.ts'
import { queueRows } from './payout-queue.ts'
import { allowedDecisions } from './plan-decision.ts'
import { shareBps } from './rules/rule.ts'

const HISTORY_MAX = 12

export async function payoutCase(database: Database, payoutId: string, now: Date) {
  const payout = await database.payout.findUnique({ where: { id: payoutId } })
  if (!payout) throw new AppError('not_found')
  const [row] = await queueRows(database, [payout])
  if (!row) throw new AppError('not_found')
  return {
    ...row,
    ...(await decided(database, payout)),
    ...destinationOf(payout),
    account: await accountOf(database, payout),
    earnings: await earningsNow(database, payout),
    history: await historyOf(database, payout),
    payers: await payersOf(database, payout, now),
    findings: await database.payoutFinding.findMany({
      where: { payoutId },
      orderBy: { rule: 'asc' },
      select: { rule: true, action: true, explanation: true, facts: true },
    }),
    holds: await listHolds(database, { organizationId: payout.organizationId, state: 'open' }),
    attempts: await database.payoutAttempt.findMany({
      where: { payoutId },
      orderBy: { attempt: 'asc' },
      select: { attempt: true, outcome: true, startedAt: true, finishedAt: true, failure: true },
    }),
    timeline: await timelineOf(database, payoutId),
    allowed: allowedDecisions(payout.status),
  }
}

async function decided(database: DatabaseTransaction, payout: PayoutModel) {
  const name = await operatorNames(database, [payout.approvedBy])
  const { proposedAt, approvedAt, holdReason, holdMessage, failure, sentAt, paidAt, attempt, attemptAfter } = payout
  return {
    ...{ proposedAt, approvedAt, holdReason, holdMessage, failure, sentAt, paidAt, attempt, attemptAfter },
    approvedBy: name(payout.approvedBy),
    recouped: microcents(payout.recoupedMicrocents),
    reversed: fromCents(payout.reversedCents),
  }
}

function destinationOf({ stripeAccountId, bankLastFour, stripeTransferId, connectedPayoutId }: PayoutModel) {
  return { stripeAccountId, bankLastFour, stripeTransferId, connectedPayoutId }
}

async function accountOf(database: DatabaseTransaction, { organizationId, bankFingerprint }: PayoutModel) {
  const account = await database.payoutAccount.findUnique({ where: { organizationId } })
  return account ? { ...accountView(account), isPinnedBank: account.bankFingerprint === bankFingerprint } : null
}

async function earningsNow(database: Database, { organizationId }: PayoutModel) {
  const { earningsDelayDays: delayDays } = await database.organization.findUniqueOrThrow({ where: { id: organizationId } })
  const statement = await earningsStatement(database, { organizationId, mode: 'live', delayDays })
  const { pending, available, held, reserved, paid, spent, recouped, earned, isProven } = statement
  const { owed } = await earningsBalances(database, organizationId)
  return { earned, pending, available, held, reserved, paid, spent, recouped, owed, isProven, delayDays }
}

async function historyOf(database: DatabaseTransaction, { id, organizationId }: PayoutModel) {
  const others = await database.payout.findMany({
    where: { organizationId, id: { not: id } },
    orderBy: { createdAt: 'desc' },
    take: HISTORY_MAX,
  })
  return others.map((other) => ({
    ...{ id: publicId('payout', other.id), status: other.status, createdAt: other.createdAt },
    amount: microcents(other.amountMicrocents),
  }))
}

async function payersOf(database: DatabaseTransaction, payout: PayoutModel, now: Date) {
  const facts = await payoutFacts(database, payout, now)
  return facts.payers.map(({ walletId, isInsider, earnedMicrocents }) => ({
    ...{ payer: publicId('wallet', walletId), isInsider, amount: earnedMicrocents },
    shareBps: shareBps(earnedMicrocents, facts.earnedMicrocents),
  }))
}

async function timelineOf(database: DatabaseTransaction, payoutId: string) {
  const steps = await database.payoutStep.findMany({ where: { payoutId }, orderBy: [{ n: 'asc' }, { at: 'asc' }] })
  const name = await operatorNames(
    database,
    steps.map(({ actorId }) => actorId),
  )
  return steps.map(({ at, fromStatus, toStatus, actorKind, actorId, says, details }) => ({
    ...{ at, from: fromStatus, to: toStatus, says, details },
    actor: { kind: actorKind, id: actorId, name: name(actorId)?.name ?? null },
  }))
}
