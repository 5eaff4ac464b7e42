// The mails about an automatic top-up: that it is on, that a bank wants its owner, that a charge failed, that the month's maximum is
// reached, that it stopped and why. What was charged is told by the receipt.
import { composeMail, type Mail } from './mail.ts'

export type AutoTopupMail = {
  about: 'turned_on' | 'authentication_required' | 'failed' | 'month_reached' | 'stopped'
  /** Whose balance: `your balance`, or an organization's. */
  balance: string
  /** What was agreed, as it was read. */
  sentence: string
  price: string
  card: string
  /** Why, in a sentence. */
  reason: string | null
  /** Where to confirm, or to change and turn off. */
  url: string
}

type Words = { subject: string; paragraphs: string[]; label: string }

export function autoTopupMail(mail: AutoTopupMail): Mail {
  const { subject, paragraphs, label } = words(mail)
  return composeMail({
    subject,
    paragraphs,
    facts: [{ label: 'What you agreed to', value: mail.sentence }],
    action: { label, url: mail.url },
    footer: 'You get this mail because automatic top-up was turned on with this mail address. You can turn it off at any time.',
  })
}

function words({ about, balance, price, card, reason }: AutoTopupMail): Words {
  const why = reason ? [reason] : []
  const manage = 'See automatic top-up'
  if (about === 'turned_on') {
    return { subject: 'Automatic top-up is on', paragraphs: [`Automatic top-up of ${balance} is on.`], label: manage }
  }
  if (about === 'authentication_required') {
    const says = `Your bank wants you to confirm the payment of ${price} with ${card}. Nothing was charged yet. The link works for one day; without it nothing more is charged.`
    return { subject: `Confirm the payment of ${price}`, paragraphs: [says], label: 'Confirm the payment' }
  }
  if (about === 'failed') {
    const says = `We could not charge ${price} to ${card} to top up ${balance}. Nothing was charged. We try again later, three times at most.`
    return { subject: 'An automatic top-up failed', paragraphs: [says], label: manage }
  }
  if (about === 'month_reached') {
    const says = `${upper(balance)} is low, and the most you allowed for this month is reached. Nothing more is charged by itself before next month.`
    return { subject: 'This month’s maximum is reached', paragraphs: [says], label: manage }
  }
  const says = `Automatic top-up of ${balance} has stopped. Nothing more is charged by itself.`
  return { subject: 'Automatic top-up has stopped', paragraphs: [says, ...why], label: manage }
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
