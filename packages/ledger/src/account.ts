// The accounts that exist. Guarded ones have a current balance that cannot go below zero; the others are added up from the journal.
import type { AccountKind } from '@farebox/db'
import { NIL_ID } from '@farebox/db'

export type Account = { kind: AccountKind; id: string }

export const guardedKinds: ReadonlySet<AccountKind> = new Set([
  'lot',
  'grant_pool',
  'dispute_hold',
  'earnings_available',
  'earnings_held',
  'payout',
  'user_receivable',
  'organization_receivable',
])

/** Money a wallet holds: one lot. */
export const lot = (lotId: string): Account => ({ kind: 'lot', id: lotId })
/** What a developer has set aside for grants in one app. */
export const grantPool = (appId: string): Account => ({ kind: 'grant_pool', id: appId })
/** Markup inside its delay. Accrues by day. */
export const earningsPending = (organizationId: string): Account => ({ kind: 'earnings_pending', id: organizationId })
/** Markup that can be paid out or spent. */
export const earningsAvailable = (organizationId: string): Account => ({ kind: 'earnings_available', id: organizationId })
/** What we owe a provider. */
export const providerPayable = (providerId: string): Account => ({ kind: 'provider_payable', id: providerId })
/** Base cost less what the provider bills: ours. */
export const margin = (providerId: string): Account => ({ kind: 'margin', id: providerId })

const singleton = (kind: AccountKind): Account => ({ kind, id: NIL_ID })
/** Our view of the balance at Stripe. */
export const stripeBalance = singleton('stripe_balance')
/** Paid at Stripe, its balance transaction not yet booked. Must return to zero. */
export const topupClearing = singleton('topup_clearing')
/** The part of a package's price that is not credited. */
export const packageFee = singleton('package_fee')
/** What Stripe keeps of a payment. */
export const stripeFee = singleton('stripe_fee')
/** What providers billed us beyond what users were charged. */
export const usageLoss = singleton('usage_loss')
/** Where sandbox money comes from. */
export const sandboxSource = singleton('sandbox_source')
