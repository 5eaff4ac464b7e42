// A recipient: an account of the v2 API that receives transfers. What is stored, and the object that is shown of it.
import type { Stripe } from 'stripe'

type Account = Stripe.V2.Core.Account
type Transfers = Stripe.V2.Core.Account.Configuration.Recipient.Capabilities.StripeBalance.StripeTransfers
type Entry = Stripe.V2.Core.Account.Requirements.Entry

/** Something asked of the account holder, or being looked at. */
export type Asked = {
  description: string
  awaiting: 'user' | 'stripe'
  /** When it begins to restrict. Null: it does now. */
  deadlineSeconds: number | null
  error: { code: string; description: string } | null
}

export type StoredAccount = {
  id: string
  createdSeconds: number
  email: string | null
  displayName: string | null
  country: string | null
  givenName: string | null
  familyName: string | null
  dashboard: Stripe.V2.Core.Account.Dashboard
  currency: string
  responsibilities: {
    fees: Stripe.V2.Core.Account.Defaults.Responsibilities.FeesCollector
    losses: Stripe.V2.Core.Account.Defaults.Responsibilities.LossesCollector
  }
  metadata: Record<string, string>
  wantsTransfers: boolean
  asked: Asked[]
  verdict: 'none' | 'restricted' | 'rejected'
  /** How money leaves for the bank. */
  payouts: 'daily' | 'manual'
}

/** Where this platform, in the US, may send money. */
const supportedCountries = new Set(
  'US CA GB IE FR DE ES IT NL BE AT PT FI SE DK NO CH PL CZ GR RO HU BG HR SI SK EE LV LT LU MT CY AU NZ JP SG HK MX BR IN TH'.split(' '),
)

export function transfersOf(stored: StoredAccount, nowSeconds: number): Transfers {
  if (stored.verdict === 'rejected') return status('rejected', 'rejected_other', 'contact_stripe')
  if (stored.country !== null && !supportedCountries.has(stored.country))
    return status('unsupported', 'unsupported_country', 'no_resolution')
  if (stored.verdict === 'restricted') return status('restricted', 'restricted_other', 'contact_stripe')
  const binding = stored.asked.filter((asked) => binds(asked, nowSeconds))
  if (binding.some(({ awaiting }) => awaiting === 'user')) return status('restricted', 'requirements_past_due', 'provide_info')
  if (binding.length > 0) return status('pending', 'requirements_pending_verification', 'no_resolution')
  return { status: 'active', status_details: [] }
}

const status = (
  status: Transfers['status'],
  code: Transfers['status_details'][number]['code'],
  resolution: Transfers['status_details'][number]['resolution'],
): Transfers => ({ status, status_details: [{ code, resolution }] })

const binds = ({ deadlineSeconds }: Asked, nowSeconds: number) => deadlineSeconds === null || deadlineSeconds <= nowSeconds

/** The whole object, every section in it. */
export function accountShown(stored: StoredAccount, nowSeconds: number) {
  const transfers = transfersOf(stored, nowSeconds)
  return {
    id: stored.id,
    object: 'v2.core.account',
    applied_configurations: ['recipient'],
    closed: false,
    configuration: {
      recipient: {
        applied: true,
        capabilities: stored.wantsTransfers ? { stripe_balance: { payouts: transfers, stripe_transfers: transfers } } : {},
      },
    },
    ...(stored.email !== null && { contact_email: stored.email }),
    created: timeOf(stored.createdSeconds),
    dashboard: stored.dashboard,
    defaults: {
      currency: stored.currency,
      locales: ['en-US'],
      responsibilities: {
        fees_collector: stored.responsibilities.fees,
        losses_collector: stored.responsibilities.losses,
        requirements_collector: 'stripe',
      },
    },
    ...(stored.displayName !== null && { display_name: stored.displayName }),
    identity: {
      ...(stored.country !== null && { country: stored.country }),
      entity_type: 'individual',
      ...(stored.givenName !== null && { individual: { given_name: stored.givenName, surname: stored.familyName ?? '' } }),
    },
    livemode: false,
    metadata: stored.metadata,
    requirements: requirementsShown(stored, nowSeconds),
  } satisfies AccountSections
}

/** The SDK's type, without the fields of a person that the stand-in never learns. */
type AccountSections = Omit<Account, 'identity'> & {
  identity: {
    country?: string
    entity_type?: Stripe.V2.Core.Account.Identity.EntityType
    individual?: { given_name: string; surname: string }
  }
}

function requirementsShown({ asked }: StoredAccount, nowSeconds: number): Stripe.V2.Core.Account.Requirements {
  const dated = asked.flatMap(({ deadlineSeconds }) => (deadlineSeconds === null ? [] : [deadlineSeconds]))
  const earliest = dated.length > 0 ? Math.min(...dated) : undefined
  const isPastDue = earliest !== undefined && earliest <= nowSeconds
  return {
    entries: asked.map((one) => entryOf(one, nowSeconds)),
    summary: {
      ...(asked.length > 0 && {
        minimum_deadline: { status: isPastDue ? 'past_due' : 'currently_due', ...(earliest !== undefined && { time: timeOf(earliest) }) },
      }),
    },
  }
}

function entryOf({ description, awaiting, deadlineSeconds, error }: Asked, nowSeconds: number): Entry {
  const deadline = { status: deadlineSeconds !== null && deadlineSeconds <= nowSeconds ? 'past_due' : 'currently_due' } as const
  return {
    awaiting_action_from: awaiting,
    description,
    errors: error === null ? [] : [error],
    impact: { restricts_capabilities: [{ capability: 'stripe_balance.stripe_transfers', configuration: 'recipient', deadline }] },
    minimum_deadline: deadline,
    requested_reasons: [{ code: 'routine_onboarding' }],
  }
}

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString()
