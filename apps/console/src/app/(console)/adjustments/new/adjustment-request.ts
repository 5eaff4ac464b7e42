// The form of an adjustment, and the request it makes once it is filled in.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import type { inferRouterInputs } from '@trpc/server'

type Request = inferRouterInputs<OperatorRouter>['adjustments']['preview']

export const kinds = {
  funding_update: {
    label: 'Correct a wallet’s balance',
    note: 'From what it has to what it should have',
    subject: 'Wallet',
    placeholder: 'wal_…',
  },
  goodwill: { label: 'Give goodwill', note: 'Balance out of our own pocket', subject: 'Wallet', placeholder: 'wal_…' },
  reversal: { label: 'Reverse a movement', note: 'Books its opposite', subject: 'Transaction', placeholder: 'tx_…' },
  write_off: {
    label: 'Write off a debt',
    note: 'What a user or an organization owes us',
    subject: 'Wallet or organization',
    placeholder: 'wal_… or org_…',
  },
} as const

export type Kind = keyof typeof kinds

export type AdjustmentFields = {
  kind: Kind
  subject: string
  amount: string
  oldAmount: string
  newAmount: string
  reason: string
  ticket: string
}

export const emptyFields: AdjustmentFields = {
  kind: 'goodwill',
  subject: '',
  amount: '',
  oldAmount: '',
  newAmount: '',
  reason: '',
  ticket: '',
}

/** Undefined while something is missing or no amount. The server says what else may be wrong. */
export function requestOf(fields: AdjustmentFields, parse: (dollars: string) => bigint): Request | undefined {
  const { kind, reason, ticket } = fields
  const subject = fields.subject.trim()
  const words = { reason, ticket }
  if (!subject || reason.trim().length < 3 || !ticket.trim()) return undefined
  if (kind === 'reversal') return { kind, transactionId: subject, ...words }
  const [amount, oldAmount, newAmount] = [fields.amount, fields.oldAmount, fields.newAmount].map((typed) => amountOf(typed, parse))
  if (kind === 'funding_update') {
    return oldAmount === undefined || newAmount === undefined ? undefined : { kind, walletId: subject, oldAmount, newAmount, ...words }
  }
  if (amount === undefined) return undefined
  if (kind === 'goodwill') return { kind, walletId: subject, amount, ...words }
  const debtor = subject.startsWith('org_')
    ? { kind: 'organization_receivable' as const, organizationId: subject }
    : { kind: 'user_receivable' as const, walletId: subject }
  return { kind, debtor, amount, ...words }
}

function amountOf(typed: string, parse: (dollars: string) => bigint): bigint | undefined {
  try {
    return parse(typed.trim())
  } catch {
    return undefined
  }
}
