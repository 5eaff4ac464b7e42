// The mail after an app was allowed to spend: what it may, and the way to stop it for whoever did not mean to.
import { formatBalance } from '@farebox/money'
import { composeMail, type Mail } from './mail.ts'
import { choosesMails, limitInWords, type SpendingApp, type StopUrls } from './spending-mail.ts'

export type AppConnectedMail = StopUrls & { app: SpendingApp & { connectedAt: Date } }

export function appConnectedMail({ app, walletUrl, stopAppUrl, stopAllUrl }: AppConnectedMail): Mail {
  const { appName, origin, callLimit, markupBps } = app
  return composeMail({
    subject: `${appName} may now spend from your wallet`,
    paragraphs: [
      `You allowed ${appName} to use AI on your balance, up to ${limitInWords(app)}.`,
      'Was that not you, or did you change your mind? One click stops it, without signing in. Your balance stays yours.',
    ],
    facts: [
      { label: 'App', value: appName },
      { label: 'Website', value: hostOf(origin) },
      { label: 'It may spend', value: limitInWords(app) },
      ...(callLimit === null ? [] : [{ label: 'For one call', value: formatBalance(callLimit) }]),
      { label: 'Price', value: markupBps === 0 ? 'The model’s price' : `The model’s price + ${markupBps / 100} % to ${appName}` },
    ],
    action: { label: `Stop ${appName}`, url: stopAppUrl },
    stops: [{ label: 'Pause all spending', url: stopAllUrl }],
    footer: `You get this mail whenever an app may spend from your wallet. ${choosesMails(walletUrl)}`,
  })
}

/** As text: what an app calls its website may be anything. */
const hostOf = (origin: string | null) => (origin !== null && URL.canParse(origin) ? new URL(origin).host : 'none given')
