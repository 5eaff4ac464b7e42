// The mail after a purchase: what was paid, what it credited, and the way to every charge and to a refund, without an account.
import { formatExact, type Microcents } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'

export type ReceiptMail = {
  /** What was bought, as it was named when it was sold. */
  description: string
  orderId: string
  /** In words, such as "$10.00". */
  paid: string
  creditMicrocents: Microcents
  fee: string
  paidAt: Date
  /** One sentence: where the money can be spent. */
  where: string
  /** Where nobody was there to buy: why it was charged. */
  why?: string | undefined
  /** Works signed out: charges, refund, and claiming the wallet. */
  url: string
}

export function receiptMail({ description, orderId, paid, creditMicrocents, fee, paidAt, where, url, why }: ReceiptMail): Mail {
  return composeMail({
    subject: `Your receipt: ${description}`,
    paragraphs: [...(why ? [why] : []), `You paid ${paid}. ${where}`],
    facts: [
      { label: 'Bought', value: description },
      { label: 'Credited', value: formatExact(creditMicrocents) },
      { label: 'Fee', value: fee },
      { label: 'Paid', value: paid },
      { label: 'Date', value: `${paidAt.toISOString().slice(0, 16).replace('T', ' ')} UTC` },
      { label: 'Order', value: orderId },
    ],
    action: { label: 'See every charge, or ask for a refund', url },
    footer: 'You get this mail because this address was given when paying. Unspent money can be refunded; the page says how much.',
  })
}
