// A developer's account at Stripe: made as a recipient of transfers, completed on Stripe's own pages, read as it is now.
import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import type { OnboardingRequest, Recipient, RecipientRequest, RecipientRequirement, TransfersStatus } from './money-out-gate.ts'
import { requirementWords } from './requirement-words.ts'

type Account = Stripe.V2.Core.Account

export async function createRecipient(
  stripe: Stripe,
  { organizationId, email, country }: RecipientRequest,
): Promise<{ stripeAccountId: string }> {
  const account = await stripe.v2.core.accounts.create(
    {
      contact_email: email,
      dashboard: 'express',
      identity: { country: country.toLowerCase() },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      // Users pay Farebox: it collects the fees, and answers for losses.
      defaults: { currency: 'usd', responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
      metadata: { organization: organizationId },
    },
    { idempotencyKey: recipientKey({ organizationId, email, country }) },
  )
  return { stripeAccountId: account.id }
}

/** Other answers make another key: Stripe refuses a key that comes back with other parameters. */
function recipientKey({ organizationId, email, country }: RecipientRequest): string {
  const answers = createHash('sha256').update(`${email}\n${country}`).digest('hex').slice(0, 16)
  return `recipient:${organizationId}:${answers}`
}

export async function onboardingLink(
  stripe: Stripe,
  { stripeAccountId, returnUrl, refreshUrl }: OnboardingRequest,
): Promise<{ url: string; expiresAt: Date }> {
  const link = await stripe.v2.core.accountLinks.create({
    account: stripeAccountId,
    use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: refreshUrl, return_url: returnUrl } },
  })
  return { url: link.url, expiresAt: new Date(link.expires_at) }
}

export async function readRecipient(stripe: Stripe, stripeAccountId: string): Promise<Recipient> {
  const [account, banks] = await Promise.all([
    stripe.v2.core.accounts.retrieve(stripeAccountId, { include: ['configuration.recipient', 'requirements', 'identity'] }),
    stripe.accounts.listExternalAccounts(stripeAccountId, { object: 'bank_account', limit: 100 }),
  ])
  const usable = banks.data.filter((bank) => bank.object === 'bank_account')
  const bank = usable.find(({ default_for_currency, currency }) => default_for_currency && currency === 'usd') ?? usable[0]
  const deadline = account.requirements?.summary?.minimum_deadline?.time
  return {
    stripeAccountId,
    organizationId: account.metadata?.organization ?? null,
    transfersStatus: transfersStatusOf(account),
    requirements: (account.requirements?.entries ?? []).map((entry) => requirementOf(entry, account)),
    requirementsDeadline: deadline ? new Date(deadline) : null,
    bankFingerprint: bank?.fingerprint ?? null,
    bankLastFour: bank?.last4 ?? null,
    country: account.identity?.country?.toUpperCase() ?? null,
    email: account.contact_email ?? null,
  }
}

function transfersStatusOf({ closed, configuration }: Account): TransfersStatus {
  if (closed) return 'rejected'
  const status = configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status
  const known: readonly TransfersStatus[] = ['pending', 'active', 'restricted', 'rejected', 'unsupported']
  // A word that is new to us is no permission to pay.
  return status === undefined ? 'none' : (known.find((word) => word === status) ?? 'restricted')
}

/** Stripe dates the earliest deadline of all; an entry says only whether it is that pressing. */
function requirementOf(
  entry: NonNullable<NonNullable<Account['requirements']>['entries']>[number],
  { requirements }: Account,
): RecipientRequirement {
  const code = entry.description
  const needsDeveloper = entry.awaiting_action_from === 'user'
  const earliest = requirements?.summary?.minimum_deadline
  const isEarliest = earliest?.time !== undefined && earliest.time !== null && entry.minimum_deadline.status === earliest.status
  return {
    code,
    words: requirementWords(code, { needsDeveloper, wrong: entry.errors.map(({ description }) => description) }),
    deadline: isEarliest ? new Date(earliest.time ?? 0) : null,
    needsDeveloper,
  }
}
