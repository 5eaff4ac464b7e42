// What the consent page says, in sentences: the page of the wallet and the preview for developers read them from here.
import { formatCharge, type Microcents } from '@farebox/money'

export type ConsentTerms = {
  app: { name: string }
  markupBps: number
  /** What a typical message costs, markup included, from small to large models. */
  typical: { model: string; total: Microcents }[]
}

export const askingSentence = ({ app }: Pick<ConsentTerms, 'app'>) => `${app.name} wants to use AI on your balance`

/** The mark operators set, in words. */
export const checkedSentence = (isVerified: boolean) =>
  isVerified ? 'Farebox has checked who runs it.' : 'Farebox has not checked who runs it: allow it only if you know it.'

export const HOW_TO_STOP = 'You can change the limit or stop the app at any time, under Apps in your wallet.'

/** Who is paid, how much is added, and what that comes to. */
export function priceSentence({ app, markupBps, typical }: ConsentTerms): string {
  const added = markupBps > 0 ? ` + ${percent(markupBps)} to ${app.name}` : ', nothing added'
  const [cheapest, ...dearer] = typical
  const dearest = dearer.at(-1)
  if (!cheapest) return `You pay the model’s price${added}.`
  const costs = `A typical message costs ${formatCharge(cheapest.total)} (${cheapest.model})`
  return `You pay the model’s price${added}. ${costs}${dearest ? ` to ${formatCharge(dearest.total)} (${dearest.model})` : ''}.`
}

/** What an app with these permissions can do, and what it cannot. */
export function reachSentence(scopes: readonly string[]): string {
  const mail = scopes.includes('email') ? ', and see your mail address' : ''
  const balance = scopes.includes('balance:read') ? '' : 'your balance, '
  return `It can: spend up to your limit${mail}. It cannot: see your card, ${balance}or other apps.`
}

/** 1250 → `12.5 %`. */
const percent = (bps: number) => `${(bps / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`
