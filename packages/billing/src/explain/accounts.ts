// Accounts as operators name them: those of the ledger, and a wallet as all its lots together.
import type { AccountKind } from '@farebox/db'
import { debitKinds, guardedKinds } from '@farebox/ledger'

export type ExplainedKind = AccountKind | 'wallet'
export type ExplainedAccount = { kind: ExplainedKind; id: string }

const names: Record<ExplainedKind, string> = {
  wallet: 'Wallet',
  lot: 'Lot',
  stripe_balance: 'Balance at Stripe',
  bank: 'Bank',
  topup_clearing: 'Top-ups in clearing',
  payout_clearing: 'Payouts in clearing',
  disputed: 'Disputed at Stripe',
  user_receivable: 'Owed by the user',
  organization_receivable: 'Owed by the organization',
  grant_pool: 'Grant pool',
  dispute_hold: 'Frozen by a dispute',
  refund_payable: 'Refunds on their way',
  provider_payable: 'Owed to the provider',
  earnings_pending: 'Earnings, pending',
  earnings_available: 'Earnings, available',
  earnings_held: 'Earnings, held',
  payout: 'Set aside for the payout',
  sales_tax: 'Sales tax',
  package_fee: 'Package fees',
  margin: 'Margin',
  stripe_fee: 'Stripe’s fees',
  dispute_fee: 'Dispute fees',
  dispute_loss: 'Lost disputes',
  bad_debt: 'Debts written off',
  usage_loss: 'Usage we paid for',
  promotion_cost: 'Promotions',
  adjustment: 'Adjustments by hand',
  sandbox_source: 'Play money given',
  service_returned: 'Taken by own services, to be returned',
}

export const explainedKinds = Object.keys(names) as ExplainedKind[]
export const accountName = (kind: ExplainedKind): string => names[kind]

/** A wallet is the lots of a wallet: its transfers are those of their kind. */
export const ledgerKind = (kind: ExplainedKind): AccountKind => (kind === 'wallet' ? 'lot' : kind)

/** 1 where a credit adds to the balance; −1 where a debit does. */
export const creditSign = (kind: ExplainedKind): 1 | -1 => (debitKinds.has(ledgerKind(kind)) ? -1 : 1)

export const isGuarded = (kind: ExplainedKind): boolean => guardedKinds.has(ledgerKind(kind))
