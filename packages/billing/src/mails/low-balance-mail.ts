// The mail when little is left: how much, and the way to add to it.
import { formatBalance, type Microcents } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'
import { choosesMails, type StopUrls } from './spending-mail.ts'

export type LowBalanceMail = Pick<StopUrls, 'walletUrl' | 'stopAllUrl'> & { balance: Microcents }

export function lowBalanceMail({ balance, walletUrl, stopAllUrl }: LowBalanceMail): Mail {
  const left = formatBalance(balance)
  return composeMail({
    subject: balance > 0n ? `${left} left in your wallet` : 'Your wallet is empty',
    paragraphs: [
      balance > 0n
        ? `Your wallet has ${left} left. When it is empty, calls of your apps are refused; nothing is ever charged beyond it.`
        : 'Your wallet is empty: calls of your apps are refused. Nothing is ever charged beyond it.',
    ],
    action: { label: 'Top up', url: `${walletUrl}/top-up` },
    stops: [{ label: 'Pause all spending', url: stopAllUrl }],
    footer: `You get this mail once after each top-up, below the amount you chose. ${choosesMails(walletUrl)}`,
  })
}
