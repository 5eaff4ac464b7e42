// What an app's users (and its organization) were charged, newest first.
import { type ChargeModel, type Database, parsePublicId, publicId } from '@farebox/db'
import { microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { idAt } from './id-at.ts'

export type ChargePage = Pick<AppInMode, 'appId' | 'mode'> & {
  externalUserId?: string | undefined
  model?: string | undefined
  /** A charge's or a request's id: that one only. */
  id?: string | undefined
  since?: Date | undefined
  after?: string | undefined
  limit: number
}

/** A page of charges. `after` is the id of the last charge of the page before. */
export async function listCharges(database: Database, { appId, mode, externalUserId, model, id, since, after, limit }: ChargePage) {
  const only = id === undefined ? undefined : parsePublicId(id, 'charge', 'request')
  if (id !== undefined && !only) return { rows: [], hasMore: false }
  const afterId = after && parsePublicId(after, 'charge')
  const charges = await database.charge.findMany({
    where: {
      ...{ appId, mode },
      ...(externalUserId && { externalUserId }),
      ...(model && { model }),
      id: { ...(only && { equals: only }), ...(since && { gte: idAt(since) }), ...(afterId && { lt: afterId }) },
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return { rows: charges.slice(0, limit).map(describeCharge), hasMore: charges.length > limit }
}

export type ChargeRow = ReturnType<typeof describeCharge>

/** A charge as its developer sees it: every part of the price, nothing of the payer but the developer's own name for them. */
export function describeCharge(charge: ChargeModel) {
  const base = microcents(charge.baseMicrocents)
  const markup = microcents(charge.markupMicrocents)
  return {
    id: publicId('charge', charge.id),
    requestId: publicId('request', charge.id),
    /** Null: the organization paid. */
    externalUserId: charge.externalUserId,
    endUser: charge.endUser,
    model: charge.model,
    /** Of a developer's own service: its name. Then the markup is what the developer earned of it. */
    service: charge.serviceId === null ? null : charge.model.slice(charge.model.indexOf(':') + 1),
    usage: unitsOf(charge.usage),
    base,
    markup,
    total: microcents(base + markup),
    providerCost: microcents(charge.costMicrocents),
    margin: microcents(base - charge.costMicrocents),
    markupBps: charge.markupBps,
    priceVersionId: charge.priceVersionId,
    held: microcents(charge.holdMicrocents),
    outcome: charge.outcome,
    stopped: charge.stopped,
    openedAt: charge.openedAt,
    settledAt: charge.settledAt,
  }
}

/** Meters and what they counted; whatever else a row may carry is left out. */
function unitsOf(usage: ChargeModel['usage']): Record<string, number> {
  if (usage === null || typeof usage !== 'object' || Array.isArray(usage)) return {}
  return Object.fromEntries(Object.entries(usage).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
}
