// A developer's payout account in words: what it can do, and what Stripe still asks.
import type { PayoutAccountModel, TransfersStatus } from '@farebox/db'
import { fromCents, type Microcents } from '@farebox/money'
import { z } from 'zod'

const requirement = z.object({
  words: z.string(),
  deadline: z.iso.datetime().nullable(),
  needsDeveloper: z.boolean().default(true),
})

export type PayoutAccountView = {
  status: TransfersStatus
  words: string
  isReady: boolean
  country: string
  bankLastFour: string | null
  bankChangedAt: Date | null
  requirements: { words: string; deadline: Date | null; needsDeveloper: boolean }[]
  requirementsDeadline: Date | null
  stripeBalance: Microcents
  readAt: Date
}

const statusWords: Readonly<Record<TransfersStatus, string>> = {
  none: 'Stripe has not been told yet who you are and where to pay you.',
  pending: 'Stripe checks what you gave. This usually takes minutes.',
  active: 'Ready: payouts go to this account.',
  restricted: 'Stripe needs something from you before money can flow.',
  rejected: 'Stripe does not accept this account. Write to us.',
  unsupported: 'Stripe cannot pay to accounts in this country yet.',
}

export function accountView(account: PayoutAccountModel): PayoutAccountView {
  const { transfersStatus, country, bankLastFour, bankChangedAt, requirementsDeadline, readAt } = account
  return {
    ...{ status: transfersStatus, words: statusWords[transfersStatus], country, bankLastFour, bankChangedAt, requirementsDeadline, readAt },
    isReady: transfersStatus === 'active',
    requirements: requirementsOf(account),
    stripeBalance: fromCents(account.stripeBalanceCents),
  }
}

export function requirementsOf({ requirements }: Pick<PayoutAccountModel, 'requirements'>): PayoutAccountView['requirements'] {
  return z
    .array(requirement)
    .parse(requirements)
    .map(({ deadline, ...rest }) => ({ ...rest, deadline: deadline === null ? null : new Date(deadline) }))
}
