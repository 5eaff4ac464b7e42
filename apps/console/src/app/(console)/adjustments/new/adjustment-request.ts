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
    note: 'What a user, an organization or a bank owes us',
    subject: 'Wallet, organization, or dispute that is won',
    placeholder: 'wal_…, org_… or dsp_…',
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
  return { kind, debtor: debtorOf(subject), amount, ...words }
}

function debtorOf(subject: string) {
  if (subject.startsWith('org_')) return { kind: 'organization_receivable' as const, organizationId: subject }
  if (subject.startsWith('dsp_')) return { kind: 'disputed' as const, disputeId: subject }
  return { kind: 'user_receivable' as const, walletId: subject }
}

function amountOf(typed: string, parse: (dollars: string) => bigint): bigint | undefined {
  try {
    return parse(typed.trim())
  } catch {
    return undefined
  }
}
