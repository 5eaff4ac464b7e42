// The mails about a refund: it is on its way, it arrived, or the card's bank did not take it.
import { formatBalance, type Microcents } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'

export type RefundMail = {
  news: 'asked' | 'arrived' | 'failed'
  description: string
  refundId: string
  amountMicrocents: Microcents
  /** What of the package's fee is in it. */
  feeMicrocents: Microcents
  cardLastFour: string | null
  /** The wallet's page of refunds, or null for a buyer without an account. */
  url: string | null
}

const openings: Readonly<Record<RefundMail['news'], (amount: string, card: string) => { subject: string; says: string; next: string }>> = {
  asked: (amount, card) => ({
    subject: `${amount} is on its way back to your card`,
    says: `We are refunding ${amount} to ${card}.`,
    next: 'Banks take up to 10 working days to show it. It has left your Farebox balance already.',
  }),
  arrived: (amount, card) => ({
    subject: `${amount} was refunded to your card`,
    says: `Stripe has sent ${amount} to ${card}.`,
    next: 'Your bank may take some days to show it.',
  }),
  failed: (amount, card) => ({
    subject: `The refund of ${amount} did not arrive`,
    says: `The bank of ${card} did not take the refund of ${amount}.`,
    next: 'Nothing is lost: the money is in your Farebox balance again. If the card is closed, write to us.',
  }),
}

export function refundMail({ news, description, refundId, amountMicrocents, feeMicrocents, cardLastFour, url }: RefundMail): Mail {
  const amount = formatBalance(amountMicrocents)
  const card = cardLastFour ? `the card ending in ${cardLastFour}` : 'the card that paid'
  const { subject, says, next } = openings[news](amount, card)
  return composeMail({
    subject,
    paragraphs: [says, next],
    facts: [
      { label: 'Purchase', value: description },
      { label: 'Refund', value: amount },
      ...(feeMicrocents > 0n ? [{ label: 'Fee included', value: formatBalance(feeMicrocents) }] : []),
      { label: 'Number', value: refundId },
    ],
    ...(url && { action: { label: 'See your refunds', url } }),
    footer: 'You get this mail because you paid for this purchase, or because it was paid into your wallet.',
  })
}
