// A refund took more than was left of its purchase: the wallet owes the rest, and spends nothing until it is repaid.
import { formatBalance, type Microcents } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'

export type DebtMail = {
  description: string
  refunded: Microcents
  owed: Microcents
  url: string
}

export function debtMail({ description, refunded, owed, url }: DebtMail): Mail {
  const amount = formatBalance(owed)
  return composeMail({
    subject: `Your wallet owes ${amount}`,
    paragraphs: [
      `${formatBalance(refunded)} of a purchase was refunded to the card that paid, and ${amount} of it had been spent already.`,
      `Your wallet owes this ${amount}. Apps cannot spend from it until it is repaid: by your next top-up, or now from other money in your wallet.`,
    ],
    facts: [
      { label: 'Purchase', value: description },
      { label: 'Refunded', value: formatBalance(refunded) },
      { label: 'Owed', value: amount },
    ],
    action: { label: 'Repay it', url },
    footer: 'You get this mail because the purchase was paid into your wallet.',
  })
}
