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

/** What we have or have spent: a debit adds to it. Of all others a credit does. */
export const debitKinds: ReadonlySet<AccountKind> = new Set([
  'stripe_balance',
  'bank',
  'topup_clearing',
  'payout_clearing',
  'disputed',
  'user_receivable',
  'organization_receivable',
  'stripe_fee',
  'dispute_fee',
  'dispute_loss',
  'bad_debt',
  'usage_loss',
  'promotion_cost',
  'adjustment',
  'sandbox_source',
])

/** Money a wallet holds: one lot. */
export const lot = (lotId: string): Account => ({ kind: 'lot', id: lotId })
/** What a developer has set aside for grants in one app. */
export const grantPool = (appId: string): Account => ({ kind: 'grant_pool', id: appId })
/** Markup inside its delay. Accrues by day. */
export const earningsPending = (organizationId: string): Account => ({ kind: 'earnings_pending', id: organizationId })
/** Markup that can be paid out or spent. */
export const earningsAvailable = (organizationId: string): Account => ({ kind: 'earnings_available', id: organizationId })
/** What a user owes us, by wallet: a refund or dispute took more than was left. */
export const userReceivable = (walletId: string): Account => ({ kind: 'user_receivable', id: walletId })
/** What an organization owes us: earnings already paid out on money that was later refunded or disputed. */
export const organizationReceivable = (organizationId: string): Account => ({ kind: 'organization_receivable', id: organizationId })
/** Earnings that wait for a person's decision. */
export const earningsHeld = (organizationId: string): Account => ({ kind: 'earnings_held', id: organizationId })
/** What a bank has taken back from us, by our dispute, and nobody has borne yet. */
export const disputed = (disputeId: string): Account => ({ kind: 'disputed', id: disputeId })
/** Set aside for one payout until Stripe has it, or it ends. */
export const payoutReserve = (payoutId: string): Account => ({ kind: 'payout', id: payoutId })
/** What we owe a provider. */
export const providerPayable = (providerId: string): Account => ({ kind: 'provider_payable', id: providerId })
/** What an organization's own services took in grants and own money: it goes back to its balance. */
export const serviceReturned = (organizationId: string): Account => ({ kind: 'service_returned', id: organizationId })
/** Base cost less what the provider bills: ours. */
export const margin = (providerId: string): Account => ({ kind: 'margin', id: providerId })

/** What a dispute or a fraud warning froze of a wallet or a grant pool. */
export const disputeHold = (disputeId: string): Account => ({ kind: 'dispute_hold', id: disputeId })
/** Money on its way back to a card, by refund. */
export const refundPayable = (refundId: string): Account => ({ kind: 'refund_payable', id: refundId })
const singleton = (kind: AccountKind): Account => ({ kind, id: NIL_ID })
/** Our view of the balance at Stripe. */
export const stripeBalance = singleton('stripe_balance')
/** Our money after Stripe paid it out to us. */
export const bank = singleton('bank')
/** Paid at Stripe, its balance transaction not yet booked. Must return to zero. */
export const topupClearing = singleton('topup_clearing')
/** The part of a package's price that is not credited. */
export const packageFee = singleton('package_fee')
/** What Stripe keeps of a payment. */
export const stripeFee = singleton('stripe_fee')
/** What Stripe takes for a dispute, won or lost. */
export const disputeFee = singleton('dispute_fee')
/** What of lost disputes nobody else bears. */
export const disputeLoss = singleton('dispute_loss')
/** What providers billed us beyond what users were charged. */
export const usageLoss = singleton('usage_loss')
/** What we gave away, or put right, by hand. */
export const adjustment = singleton('adjustment')
/** Debts nobody will pay. */
export const badDebt = singleton('bad_debt')
/** Where sandbox money comes from. */
export const sandboxSource = singleton('sandbox_source')
