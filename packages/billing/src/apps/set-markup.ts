// A developer sets an app's markup: at once while nobody has used the app, else announced for an instant that is stated.
import { type Database, type DatabaseTransaction, publicId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import { recordAudit } from '../organizations/record-audit.ts'
import { tellOfPrice } from '../webhooks/tell-of-price.ts'
import { markupCapBps } from './markup-cap.ts'
import { type MarkupFacts, type MarkupNow, markupNow } from './markup-now.ts'

/** Between announcing a markup and its first charge, so that no quote under way is wrong. */
export const MARKUP_NOTICE_MS = 60_000

export type MarkupChange = { appId: string; userId?: string | undefined; markupBps: number; now: Date }

export async function setMarkup(database: Database, { appId, userId, markupBps, now }: MarkupChange): Promise<MarkupNow> {
  return database.$transaction(async (transaction) => {
    const facts = await lockMarkup(transaction, appId)
    const cap = await markupCapBps(transaction)
    const isUsed = await hasUsers(transaction, appId)

    const plan = planMarkup({ facts, markupBps, cap, isUsed, now })

    await transaction.app.update({ where: { id: appId }, data: plan })
    const details = { markupBps, from: plan.nextMarkupAt?.toISOString() ?? now.toISOString() }
    await recordAudit(transaction, { userId, action: 'app.markup_set', subject: publicId('app', appId), details, now })
    const markup = markupNow(plan, now)
    await tellOfPrice(transaction, { appId, markup, now })
    return markup
  })
}

type MarkupDecision = { facts: MarkupFacts; markupBps: number; cap: number; isUsed: boolean; now: Date }

/** Pure: the row as it will be. An announcement replaces one that has not come yet. */
export function planMarkup({ facts, markupBps, cap, isUsed, now }: MarkupDecision): MarkupFacts {
  if (!Number.isSafeInteger(markupBps) || markupBps < 0 || markupBps > cap) {
    throw new AppError('invalid_request', { message: `A markup is between 0 % and ${cap / 100} %.`, param: 'markupBps' })
  }
  const current = markupNow(facts, now).markupBps
  if (!isUsed || markupBps === current) return { markupBps: isUsed ? current : markupBps, nextMarkupBps: null, nextMarkupAt: null }
  return { markupBps: current, nextMarkupBps: markupBps, nextMarkupAt: new Date(now.getTime() + MARKUP_NOTICE_MS) }
}

async function lockMarkup(transaction: DatabaseTransaction, appId: string): Promise<MarkupFacts> {
  await transaction.$queryRaw`select id from app where id = ${appId}::uuid for no key update`
  const facts = await transaction.app.findUnique({ where: { id: appId } })
  assert(facts, 'an app that was found is still there')
  return facts
}

/** Whether anyone but the app's own organization was shown its markup, for real money. */
async function hasUsers(transaction: DatabaseTransaction, appId: string): Promise<boolean> {
  const connection = await transaction.connection.findFirst({ where: { appId, mode: 'live', earnsMarkup: true }, select: { id: true } })
  if (connection) return true
  const charge = await transaction.charge.findFirst({ where: { appId, mode: 'live' }, select: { id: true } })
  return charge !== null
}
