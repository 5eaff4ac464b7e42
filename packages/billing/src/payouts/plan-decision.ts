// What a decision on a payout would do, exactly: the ledger movements and the calls to Stripe. The dry run shows it; the second click
// does it, and only if it is still the same.
import { createHash } from 'node:crypto'
import type { AccountKind, DatabaseTransaction, PayoutModel, PayoutStatus } from '@farebox/db'
import { newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Movement, payoutSent } from '@farebox/ledger'
import { formatBalance, type Microcents, microcents } from '@farebox/money'
import type { Decision, DecisionKind } from './decision.ts'
import { returning } from './end-payout.ts'
import { openDisputes, sendingStop } from './sending-stops.ts'

export type PlannedMovement = {
  kind: string
  /** False: once Stripe has confirmed the transfer. */
  isNow: boolean
  transfers: { debit: PlannedAccount; credit: PlannedAccount; amount: Microcents }[]
}
export type PlannedAccount = { kind: AccountKind; id: string; name: string }

export type PlannedCall = {
  method: 'POST'
  path: string
  parameters: Record<string, string>
  idempotencyKey: string
  when: string
}

export type DecisionEffect = 'proposes' | 'approves' | 'holds' | 'rejects' | 'releases'

export type DecisionPlan = {
  /** Sent with the second click: it does this, or nothing. */
  hash: string
  /** One sentence for the button. */
  sentence: string
  effect: DecisionEffect
  statusBefore: PayoutStatus
  statusAfter: PayoutStatus
  movements: PlannedMovement[]
  stripeCalls: PlannedCall[]
  /** What would keep it from being sent, approved or not. */
  warnings: string[]
  needsAnotherPerson: boolean
}

/** From which states each decision is possible. */
const possibleFrom: Readonly<Record<DecisionKind, readonly PayoutStatus[]>> = {
  approve: ['in_review'],
  hold: ['created', 'in_review', 'approved'],
  reject: ['in_review', 'approved', 'held'],
  release: ['held'],
}

export const allowedDecisions = (status: PayoutStatus): DecisionKind[] =>
  (Object.keys(possibleFrom) as DecisionKind[]).filter((kind) => possibleFrom[kind].includes(status))

export type DecisionQuestion = { payoutId: string; decision: Decision; operatorId: string; now: Date }

/** Throws `decision_not_possible` in a state that is past it, and `same_operator` where somebody would agree with themselves. */
export async function planDecision(
  transaction: DatabaseTransaction,
  { payoutId, decision, operatorId, now }: DecisionQuestion,
): Promise<DecisionPlan> {
  const payout = await transaction.payout.findUnique({ where: { id: payoutId } })
  if (!payout) throw new AppError('not_found')
  if (!possibleFrom[decision.kind].includes(payout.status)) throw new AppError('decision_not_possible')
  const effect = effectOf(payout, decision)
  if (effect === 'approves' && payout.needsTwo && payout.proposedBy === operatorId) throw new AppError('same_operator')
  const plan = {
    effect,
    statusBefore: payout.status,
    statusAfter: statusAfter[effect],
    ...(await consequences(transaction, payout, effect)),
  }
  const stop = effect === 'proposes' || effect === 'approves' ? await sendingStop(transaction, payout, now) : undefined
  return {
    ...plan,
    hash: await hashOf(transaction, payout, { decision, effect }),
    sentence: sentenceOf(payout, effect),
    warnings: stop ? [`It would not be sent as things are (${stop.reason}): ${stop.message}`] : [],
    needsAnotherPerson: effect === 'proposes',
  }
}

const statusAfter: Readonly<Record<DecisionEffect, PayoutStatus>> = {
  proposes: 'in_review',
  approves: 'approved',
  holds: 'held',
  rejects: 'rejected',
  releases: 'in_review',
}

function effectOf(payout: PayoutModel, { kind }: Decision): DecisionEffect {
  if (kind === 'hold') return 'holds'
  if (kind === 'reject') return 'rejects'
  if (kind === 'release') return 'releases'
  return payout.needsTwo && payout.proposedBy === null ? 'proposes' : 'approves'
}

function sentenceOf({ amountMicrocents, stripeAccountId, bankLastFour }: PayoutModel, effect: DecisionEffect): string {
  const amount = formatBalance(microcents(amountMicrocents))
  const where = `${stripeAccountId}${bankLastFour ? `, bank account ending ${bankLastFour}` : ''}`
  return {
    proposes: `Proposes to send ${amount} to ${where}. Nothing moves until another operator approves.`,
    approves: `Sends ${amount} to ${where}.`,
    holds: `Keeps ${amount} set aside, and tells the developer why.`,
    rejects: `Returns ${amount} to the available earnings. Nothing is sent.`,
    releases: `Puts ${amount} back into review. Nothing is sent by it.`,
  }[effect]
}

async function consequences(transaction: DatabaseTransaction, payout: PayoutModel, effect: DecisionEffect) {
  const none = { movements: [], stripeCalls: [] }
  if (effect === 'holds' || effect === 'releases') return none
  const { name } = await transaction.organization.findUniqueOrThrow({ where: { id: payout.organizationId } })
  if (effect === 'rejects') return { ...none, movements: [planned(returning(payout), { name, isNow: true })] }
  const sent = payoutSent({ transactionId: newId(), payoutId: payout.id, amountCents: payout.amountCents })
  return { movements: [planned(sent, { name, isNow: false })], stripeCalls: [transferCall(payout, effect)] }
}

function planned({ kind, transfers }: Movement, { name, isNow }: { name: string; isNow: boolean }): PlannedMovement {
  const named = (account: { kind: AccountKind; id: string }) => ({ ...account, name: accountName(account.kind, name) })
  const shown = transfers.map(({ debit, credit, amount }) => ({ debit: named(debit), credit: named(credit), amount }))
  return { kind, isNow, transfers: shown }
}

function accountName(kind: AccountKind, organization: string): string {
  if (kind === 'payout') return 'Set aside for this payout'
  if (kind === 'stripe_balance') return 'Our balance at Stripe'
  return `Available earnings of ${organization}`
}

/** As the gate sends it, word for word. */
function transferCall({ id, attempt, amountCents, stripeAccountId }: PayoutModel, effect: DecisionEffect): PlannedCall {
  const next = attempt + 1
  return {
    method: 'POST',
    path: '/v1/transfers',
    parameters: {
      amount: String(amountCents),
      currency: 'usd',
      destination: stripeAccountId,
      transfer_group: `payout_${id}`,
      'metadata[payout_id]': id,
      'metadata[attempt]': String(next),
    },
    idempotencyKey: `payout:${id}:${next}`,
    when: effect === 'proposes' ? 'After another operator has approved, within a minute.' : 'Within a minute.',
  }
}

/** Everything that would make an operator decide otherwise. */
async function hashOf(
  transaction: DatabaseTransaction,
  payout: PayoutModel,
  { decision, effect }: { decision: Decision; effect: DecisionEffect },
): Promise<string> {
  const { organizationId } = payout
  const account = await transaction.payoutAccount.findUnique({ where: { organizationId } })
  const findings = await transaction.payoutFinding.findMany({ where: { payoutId: payout.id }, orderBy: { rule: 'asc' } })
  const holds = await transaction.earningsHold.findMany({ where: { organizationId, releasedAt: null }, orderBy: { id: 'asc' } })
  const disputes = await openDisputes(transaction, organizationId)
  const facts = {
    ...{ decision, effect, payout: publicId('payout', payout.id), status: payout.status, attempt: payout.attempt },
    ...{ amountCents: payout.amountCents, proposedBy: payout.proposedBy, needsTwo: payout.needsTwo, pinnedBank: payout.bankFingerprint },
    ...{ destination: payout.stripeAccountId, transfers: account?.transfersStatus, bank: account?.bankFingerprint },
    ...{ findings: findings.map(({ rule }) => rule), holds: holds.map(({ id }) => id), disputes: disputes.map(({ id }) => id).sort() },
  }
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}
