// Charges as their app reads them over the API. Another tenant's charge, or another mode's, is not found.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { microcents, toDollars } from '@farebox/money'
import { findCharge } from '../usage/find-charge.ts'
import { type ChargeRow, listCharges } from '../usage/list-charges.ts'
import type { MeteringProxy } from './open-proxy.ts'

export type ChargesAsked = { externalUserId?: string | undefined; after?: string | undefined; limit: number }

export async function readCharges({ database }: MeteringProxy, { appId, mode }: ApiKeyPrincipal, asked: ChargesAsked) {
  const { rows, hasMore } = await listCharges(database, { appId, mode, ...asked })
  return { object: 'list' as const, data: rows.map((row) => describe(row, appId)), has_more: hasMore }
}

/** By the charge's id or the request's. `pending` while the call is under way: nothing is charged yet. */
export async function readCharge({ database }: MeteringProxy, { appId, mode }: ApiKeyPrincipal, id: string) {
  const holdId = parsePublicId(id, 'charge', 'request')
  const hold = holdId && (await database.hold.findFirst({ where: { id: holdId, appId, mode } }))
  if (!hold || (hold.state !== 'open' && hold.state !== 'settled' && hold.state !== 'expired')) throw notFound()
  const [provider, charge] = await Promise.all([
    database.provider.findUnique({ where: { id: hold.providerId } }),
    hold.state === 'settled' ? findCharge(database, { appId, mode, id }) : undefined,
  ])
  const held = { max: toDollars(microcents(hold.amountMicrocents)), opened_at: hold.openedAt, resolved_at: hold.resolvedAt }
  if (charge) {
    const sources = charge.sources.map(({ kind, amount }) => ({ kind, amount: toDollars(amount) }))
    const reversed = charge.reversal && { amount: toDollars(charge.reversal.amount), at: charge.reversal.at }
    return { ...describe(charge, appId), provider: charge.provider, explained: charge.explained, sources, reversed, hold: held }
  }
  if (hold.state !== 'open') throw notFound()
  return {
    object: 'charge' as const,
    id: publicId('charge', hold.id),
    request_id: publicId('request', hold.id),
    created_at: hold.openedAt,
    status: 'pending' as const,
    external_user_id: hold.externalUserId,
    app_id: publicId('app', appId),
    model: hold.model,
    provider: provider?.name ?? 'unknown',
    hold: held,
  }
}

function describe(charge: ChargeRow, appId: string) {
  return {
    object: 'charge' as const,
    id: charge.id,
    request_id: charge.requestId,
    created_at: charge.openedAt,
    status: 'settled' as const,
    external_user_id: charge.externalUserId,
    end_user: charge.endUser,
    app_id: publicId('app', appId),
    model: charge.model,
    service: charge.service,
    usage: charge.usage,
    base: toDollars(charge.base),
    markup: toDollars(charge.markup),
    total: toDollars(charge.total),
    total_microcents: String(charge.total),
    cost_details: { provider_cost: toDollars(charge.providerCost), margin: toDollars(charge.margin) },
    price_version: charge.priceVersionId,
    hold: { max: toDollars(charge.held), opened_at: charge.openedAt, resolved_at: charge.settledAt },
    outcome: charge.outcome,
    stopped: charge.stopped,
  }
}

const notFound = () => new AppError('not_found', { message: 'This app has no such charge.' })
