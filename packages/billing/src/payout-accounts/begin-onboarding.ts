// A developer sets up where their money goes: an account at Stripe, made once, and Stripe's own pages to fill it in.

import type { Database } from '@farebox/db'
import { publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { recordAudit } from '../organizations/record-audit.ts'
import type { MoneyOutGate } from '../stripe/money-out-gate.ts'

export type Onboarding = {
  organizationId: string
  userId: string
  email: string
  /** Two letters. */
  country: string
  returnUrl: string
  refreshUrl: string
  now: Date
}

export type OnboardingDesk = { database: Database; moneyOut: MoneyOutGate }

/** Answers a page of Stripe's, good for one visit. Coming back from it proves nothing: the account is read again. */
export async function beginOnboarding(desk: OnboardingDesk, onboarding: Onboarding): Promise<{ url: string; expiresAt: Date }> {
  const { returnUrl, refreshUrl } = onboarding
  const stripeAccountId = await accountOf(desk, onboarding)
  return desk.moneyOut.onboardingLink({ stripeAccountId, returnUrl, refreshUrl })
}

async function accountOf(
  { database, moneyOut }: OnboardingDesk,
  { organizationId, userId, email, country, now }: Onboarding,
): Promise<string> {
  const known = await database.payoutAccount.findUnique({ where: { organizationId } })
  if (known) return known.stripeAccountId
  // Asked twice at once, Stripe answers the same account twice.
  const { stripeAccountId } = await moneyOut.createRecipient({ organizationId, email, country })
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.payoutAccount.createMany({
      data: [{ organizationId, stripeAccountId, country, email, readAt: now, createdAt: now }],
      skipDuplicates: true,
    })
    if (count === 0) return
    const subject = publicId('organization', organizationId)
    await recordAudit(transaction, { userId, action: 'payout_account.created', subject, details: { country, stripeAccountId }, now })
  })
  const kept = await database.payoutAccount.findUnique({ where: { organizationId } })
  if (!kept) throw new AppError('internal_error', { internal: `${stripeAccountId} belongs to another organization` })
  return kept.stripeAccountId
}
