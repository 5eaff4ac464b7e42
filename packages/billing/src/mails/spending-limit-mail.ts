// The mails when an app comes near the limit its user set, and when it has reached it.
import { divideDown, formatBalance } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'
import { choosesMails, dayOf, limitInWords, type SpendingApp, type StopUrls, stopLinks } from './spending-mail.ts'

export type SpendingLimitMail = StopUrls & { app: SpendingApp; isReached: boolean }

export function spendingLimitMail({ app, isReached, ...urls }: SpendingLimitMail): Mail {
  const { appId, appName, spent, limit, resetsAt } = app
  const resets = dayOf(resetsAt)
  return composeMail({
    subject: isReached ? `${appName} has reached your limit` : `${appName} has spent ${percentOf(spent, limit)} % of your limit`,
    paragraphs: isReached
      ? [
          `${appName} has spent ${formatBalance(spent)}; you allow ${limitInWords(app)}. It can spend no more until ${resets}.`,
          'You need not do anything. To let it go on before then, sign in and raise the limit.',
        ]
      : [
          `${appName} has spent ${formatBalance(spent)} of the ${limitInWords(app)} you allow. At the limit it stops by itself.`,
          `The limit starts again on ${resets}.`,
        ],
    facts: [
      { label: 'App', value: appName },
      { label: 'Spent', value: formatBalance(spent) },
      { label: 'Limit', value: limitInWords(app) },
      { label: 'Starts again', value: `${resets}, 00:00 UTC` },
    ],
    action: { label: 'See what it spent', url: `${urls.walletUrl}/apps/${appId}` },
    stops: stopLinks(urls, appName),
    footer: `You get this mail once for each limit and its period. ${choosesMails(urls.walletUrl)}`,
  })
}

const percentOf = (spent: bigint, limit: bigint | null) => (limit ? divideDown(spent * 100n, limit) : 100n)
