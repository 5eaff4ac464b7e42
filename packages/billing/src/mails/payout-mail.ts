// The mails about a payout: it arrived, or it did not and why, and where the money is meanwhile.
import { formatBalance, type Microcents } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'

export type PayoutMail = {
  status: 'paid' | 'held' | 'rejected' | 'failed' | 'returned'
  organization: string
  payoutId: string
  amountMicrocents: Microcents
  bankLastFour: string | null
  /** Why, and what to do: a sentence. */
  message: string | null
  /** When a person looks again. */
  reviewAt: Date | null
  url: string
}

const openings: Readonly<Record<PayoutMail['status'], (amount: string) => { subject: string; says: string }>> = {
  paid: (amount) => ({ subject: `${amount} arrived in your bank account`, says: `Your payout of ${amount} has arrived.` }),
  held: (amount) => ({
    subject: `Your payout of ${amount} is on hold`,
    says: `Your payout of ${amount} is on hold. Nothing is lost: the money stays set aside for you.`,
  }),
  rejected: (amount) => ({
    subject: `Your payout of ${amount} was not sent`,
    says: `Your payout of ${amount} was not sent. The money is in your available earnings again.`,
  }),
  failed: (amount) => ({
    subject: `Stripe refused your payout of ${amount}`,
    says: `Stripe refused your payout of ${amount}. The money is in your available earnings again.`,
  }),
  returned: (amount) => ({ subject: `Your payout of ${amount} came back`, says: `Your payout of ${amount} came back.` }),
}

export function payoutMail({ status, organization, payoutId, amountMicrocents, bankLastFour, message, reviewAt, url }: PayoutMail): Mail {
  const amount = formatBalance(amountMicrocents)
  const { subject, says } = openings[status](amount)
  return composeMail({
    subject,
    paragraphs: [says, ...(message ? [message] : [])],
    facts: [
      { label: 'Organization', value: organization },
      { label: 'Amount', value: amount },
      ...(bankLastFour ? [{ label: 'Bank account', value: `ending ${bankLastFour}` }] : []),
      ...(reviewAt ? [{ label: 'A person looks again on', value: reviewAt.toISOString().slice(0, 10) }] : []),
      { label: 'Payout', value: payoutId },
    ],
    action: { label: 'See your payouts', url },
    footer: 'You get this mail because you are an owner of this organization, or responsible for its finances.',
  })
}
