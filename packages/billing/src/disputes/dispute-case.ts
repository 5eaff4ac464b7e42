// One dispute or warning as an operator decides about it: what it did so far, and what each way it may end would book.
import { type AccountKind, type Database, type DisputePhase, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { disputeLineBooked, type Movement } from '@farebox/ledger'
import { microcents, sum, toCents } from '@farebox/money'
import { accountName } from '../explain/accounts.ts'
import type { PlannedMovement } from '../payouts/plan-decision.ts'
import { movementsOf } from './apply-plan.ts'
import { type CaseState, readCaseState } from './case-state.ts'
import { disputeRows } from './dispute-queue.ts'
import { planCase } from './plan-case.ts'

export async function disputeCase(database: Database, disputeId: string) {
  const dispute = await database.dispute.findUnique({ where: { id: disputeId }, include: { answers: { orderBy: { askedAt: 'asc' } } } })
  if (!dispute) throw new AppError('not_found')
  const { answers, ...row } = dispute
  const [shown] = await disputeRows(database, [row])
  if (!shown) throw new AppError('not_found')
  const order = await database.order.findUniqueOrThrow({ where: { id: dispute.orderId } })
  const state = await readCaseState(database, row, order)
  return {
    ...shown,
    borne: {
      wallet: microcents(row.walletMicrocents),
      fee: microcents(row.packageMicrocents),
      owedByWallet: microcents(row.walletOwesMicrocents),
      loss: microcents(row.lossMicrocents),
    },
    stripeFee: { cents: row.stripeFeeCents },
    disputed: microcents(row.disputedMicrocents),
    earnings: await earningsOf(database, disputeId),
    earningsReviewAt: row.earningsReviewAt,
    earningsReleasedAt: row.earningsReleasedAt,
    answers: answers.map(({ kind, status, note, askedBy, askedAt, endedAt, failure }) => ({
      ...{ kind, status, note, askedBy, askedAt, endedAt, failure },
    })),
    movements: await movementsSoFar(database, row),
    outcomes: outcomesOf(state),
    allowed: allowedOf(row, answers),
  }
}

/** What a person can do about it now. */
function allowedOf(
  { kind, phase, earningsReviewAt, earningsReleasedAt }: CaseState['dispute'],
  answers: readonly { kind: string; status: string }[],
): ('submit' | 'accept' | 'release' | 'releaseEarnings')[] {
  const isAnswered = answers.some((answer) => answer.status === 'asked' || answer.kind === 'accept')
  const isAnswerable = kind === 'dispute' && (phase === 'open' || phase === 'inquiry') && !isAnswered
  return [
    ...(isAnswerable ? (['submit', 'accept'] as const) : []),
    ...(kind === 'fraud_warning' && phase === 'open' ? (['release'] as const) : []),
    ...(earningsReviewAt && !earningsReleasedAt && phase !== 'won' ? (['releaseEarnings'] as const) : []),
  ]
}

async function earningsOf(database: Database, disputeId: string) {
  const parts = await database.disputeEarning.findMany({ where: { disputeId } })
  const organizations = await database.organization.findMany({
    where: { id: { in: parts.map(({ organizationId }) => organizationId) } },
    select: { id: true, name: true },
  })
  return organizations.map(({ id, name }) => {
    const of = parts.filter(({ organizationId }) => organizationId === id)
    const total = (pick: (part: (typeof of)[number]) => bigint) => sum(of.map((part) => microcents(pick(part))))
    return {
      organization: { id: publicId('organization', id), name },
      held: total(({ scope, heldMicrocents }) => (scope === 'own' ? heldMicrocents : 0n)),
      heldOfOthers: total(({ scope, heldMicrocents }) => (scope === 'other' ? heldMicrocents : 0n)),
      taken: total(({ takenMicrocents }) => takenMicrocents),
      owed: total(({ owedMicrocents }) => owedMicrocents),
      missing: total(({ missingMicrocents }) => missingMicrocents),
    }
  })
}

async function movementsSoFar(database: Database, { id, steps }: { id: string; steps: number }) {
  const keys = Array.from({ length: steps }, (_, place) => `dispute:${id}:${place + 1}`)
  const posted = await database.operation.findMany({ where: { operationKey: { in: keys } } })
  const ids = posted.map(({ transactionId }) => transactionId)
  const wallets = [...new Set(posted.map(({ walletId }) => walletId))]
  const [transactions, transfers] = await Promise.all([
    database.transaction.findMany({ where: { walletId: { in: wallets }, id: { in: ids } } }),
    database.transfer.findMany({ where: { walletId: { in: wallets }, transactionId: { in: ids } }, orderBy: { n: 'asc' } }),
  ])
  return posted
    .sort((one, other) => stepOf(one.operationKey) - stepOf(other.operationKey))
    .map(({ transactionId }) => {
      const transaction = transactions.find((found) => found.id === transactionId)
      return {
        ...{ id: publicId('transaction', transactionId), kind: transaction?.kind ?? '', at: transaction?.occurredAt ?? null },
        transfers: transfers
          .filter((transfer) => transfer.transactionId === transactionId)
          .map(({ debitKind, creditKind, amountMicrocents, debitId, creditId }) => ({
            debit: named({ kind: debitKind, id: debitId }),
            credit: named({ kind: creditKind, id: creditId }),
            amount: microcents(amountMicrocents),
          })),
      }
    })
}

const stepOf = (key: string) => Number.parseInt(key.slice(key.lastIndexOf(':') + 1), 10)
const named = ({ kind, id }: { kind: AccountKind; id: string }) => ({ kind, id, name: accountName(kind) })

/** What would be booked if it ended so now. */
function outcomesOf(state: CaseState): { phase: DisputePhase; movements: PlannedMovement[] }[] {
  const { dispute } = state
  if (dispute.kind === 'fraud_warning') return dispute.phase === 'open' ? [{ phase: 'closed', movements: plannedOf(state, 'closed') }] : []
  const phases = (['won', 'lost'] as const).filter((phase) => phase !== dispute.phase)
  return phases.map((phase) => ({ phase, movements: plannedOf(state, phase) }))
}

function plannedOf(state: CaseState, phase: DisputePhase): PlannedMovement[] {
  const { dispute, order } = state
  const giveBack = order.walletId ? { walletId: order.walletId, appId: undefined } : undefined
  const movements = movementsOf({ ...state, dispute: { ...dispute, phase } }, planCase(state, phase), giveBack)
  const shown = movements.map((movementAt, place) => planned(movementAt(dispute.steps + place + 1), true))
  const owed = microcents(dispute.withdrawnMicrocents)
  if (phase !== 'won' || owed <= 0n) return shown
  const back = { transactionId: dispute.id, mode: dispute.mode, disputeId: dispute.id, step: 0, amountCents: toCents(owed), feeCents: 0 }
  return [...shown, planned(disputeLineBooked(back), false)]
}

function planned({ kind, transfers }: Movement, isNow: boolean): PlannedMovement {
  return { kind, isNow, transfers: transfers.map(({ debit, credit, amount }) => ({ debit: named(debit), credit: named(credit), amount })) }
}
