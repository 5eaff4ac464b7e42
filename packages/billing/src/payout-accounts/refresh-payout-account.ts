// What Stripe says of a developer's account now. A bank account that became another one ends the payout that was meant for the old one.
import type { DatabaseTransaction, PayoutAccountModel } from '@farebox/db'
import { createPayout } from '../payouts/create-payout.ts'
import { endPayout } from '../payouts/end-payout.ts'
import { aloneWith, type MoneyOut } from '../payouts/money-out.ts'
import { stoppableStatuses } from '../payouts/payout-statuses.ts'
import { reviewIn } from '../payouts/review-payout.ts'
import type { MoneyOutGate, Recipient } from '../stripe/money-out-gate.ts'
import type { OnboardingDesk } from './begin-onboarding.ts'

/** Null: the organization has no account yet. */
export async function refreshPayoutAccount(
  { database, moneyOut }: OnboardingDesk,
  organizationId: string,
  now: Date,
): Promise<PayoutAccountModel | null> {
  const known = await database.payoutAccount.findUnique({ where: { organizationId } })
  if (!known) return null
  const read = await readAccount(moneyOut, known.stripeAccountId)
  await aloneWith(database, organizationId, (alone) => bookAccount(alone, { organizationId, read, now }))
  return database.payoutAccount.findUnique({ where: { organizationId } })
}

export type ReadAccount = { recipient: Recipient; stripeBalanceCents: number }

export async function readAccount(moneyOut: MoneyOutGate, stripeAccountId: string): Promise<ReadAccount> {
  const recipient = await moneyOut.recipient(stripeAccountId)
  const { availableCents, pendingCents } = await moneyOut.connectedBalance(stripeAccountId)
  return { recipient, stripeBalanceCents: availableCents + pendingCents }
}

type AccountReading = { organizationId: string; read: ReadAccount; now: Date }

/** Call it alone with the organization's money out. */
export async function bookAccount(alone: MoneyOut, reading: AccountReading): Promise<void> {
  await writeAccount(alone.transaction, reading)
  await repin(alone, reading)
}

async function writeAccount(transaction: DatabaseTransaction, { organizationId, read, now }: AccountReading): Promise<void> {
  const before = await transaction.payoutAccount.findUniqueOrThrow({ where: { organizationId } })
  const { transfersStatus, requirementsDeadline, bankFingerprint, bankLastFour, country, email } = read.recipient
  const isSwapped = before.bankFingerprint !== null && before.bankFingerprint !== bankFingerprint
  const requirements = read.recipient.requirements.map(({ deadline, ...rest }) => ({ ...rest, deadline: deadline?.toISOString() ?? null }))
  await transaction.payoutAccount.update({
    where: { organizationId },
    data: {
      ...{ transfersStatus, requirements, requirementsDeadline, bankFingerprint, bankLastFour, readAt: now },
      ...{ stripeBalanceCents: read.stripeBalanceCents, country: country ?? before.country, email: email ?? before.email },
      ...(isSwapped && { bankChangedAt: now }),
    },
  })
}

/** Ends what was pinned to another bank account and has not been sent, and makes it again, for a person to look at. */
async function repin(alone: MoneyOut, { organizationId, read, now }: AccountReading): Promise<void> {
  const { bankFingerprint } = read.recipient
  const pinned = await alone.transaction.payout.findFirst({ where: { organizationId, status: { in: [...stoppableStatuses] } } })
  if (!pinned || pinned.bankFingerprint === bankFingerprint) return
  await endPayout(alone, pinned, {
    ...{ to: 'rejected', actor: { kind: 'stripe' }, now },
    says: 'The bank account is another one now: this payout ends, and is made again for a person to look at.',
    failure: 'Your bank account changed before this payout was sent. It is made again.',
  })
  const made = await createPayout(alone, { organizationId, runId: null, now })
  if ('payoutId' in made) await reviewIn(alone, made.payoutId, now)
}
