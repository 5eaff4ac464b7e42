// What the mails about spending share: who may spend in words, and the links that stop it.
import { formatBalance, type Microcents } from '@farebox/money'

/** An app's permission, as a mail tells of it. */
export type SpendingApp = {
  appId: string
  appName: string
  origin: string | null
  limit: Microcents | null
  callLimit: Microcents | null
  period: 'day' | 'week' | 'month'
  spent: Microcents
  resetsAt: Date
  markupBps: number
}

/** Each stops something at once, without signing in, and nothing else. */
export type StopUrls = { walletUrl: string; stopAppUrl: string; stopAllUrl: string }

export const stopLinks = ({ stopAppUrl, stopAllUrl }: StopUrls, appName: string) => [
  { label: `Stop ${appName}`, url: stopAppUrl },
  { label: 'Pause all spending', url: stopAllUrl },
]

/** `$5.00 a month`; `no limit`. */
export const limitInWords = ({ limit, period }: Pick<SpendingApp, 'limit' | 'period'>) =>
  limit === null ? 'no limit' : `${formatBalance(limit)} a ${period}`

const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** `1 December`, in UTC as limits are. */
export const dayOf = (at: Date) => format.format(at)

export const choosesMails = (walletUrl: string) => `Choose which mails you get: ${walletUrl}/notifications`
