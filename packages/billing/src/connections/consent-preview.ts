// What users of an app will be asked, for its developer to see before any of them is.
import type { Database, Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { markupNow } from '../apps/markup-now.ts'
import { typicalCalls } from '../apps/typical-call.ts'
import { isVerified } from '../apps/verified-app.ts'
import type { OwnApp } from '../organizations/member-of.ts'
import { DEFAULT_CALL_LIMIT, DEFAULT_LIMIT, type PricedInWords, servicesInWords } from './consent.ts'
import { askingSentence, checkedSentence, HOW_TO_STOP, priceSentence, reachSentence } from './consent-words.ts'

export type ConsentPreview = {
  title: string
  checked: string
  price: string
  reach: string
  howToStop: string
  limit: Microcents
  callLimit: Microcents
  services: PricedInWords[]
  mode: Mode
}

export async function consentPreview(database: Database, app: OwnApp, { mode, now }: { mode: Mode; now: Date }): Promise<ConsentPreview> {
  const { markupBps } = markupNow(app, now)
  const [typical, services, verified] = await Promise.all([
    typicalCalls(database, { markupBps, now }),
    servicesInWords(database, { appId: app.id, now }),
    isVerified(database, app.id),
  ])
  return {
    title: askingSentence({ app }),
    checked: checkedSentence(verified),
    price: priceSentence({ app, markupBps, typical: typical.map(({ displayName, total }) => ({ model: displayName, total })) }),
    reach: reachSentence([]),
    howToStop: HOW_TO_STOP,
    ...{ limit: DEFAULT_LIMIT, callLimit: DEFAULT_CALL_LIMIT, services, mode },
  }
}
