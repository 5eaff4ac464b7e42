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
  /** The app the money was bought through and can be spent in, where the wallet has no owner yet. */
  onlyInApp?: string
  /** Works signed out: charges, refund, and claiming the wallet. */
  url: string
}

export function receiptMail({ description, orderId, paid, creditMicrocents, fee, paidAt, onlyInApp, url }: ReceiptMail): Mail {
  const where = onlyInApp
    ? `It can be spent in ${onlyInApp}. Claim the wallet to spend it in every app.`
    : 'It can be spent in every app you allow.'
  return composeMail({
    subject: `Your receipt: ${description}`,
    paragraphs: [`You paid ${paid}. ${where}`],
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
