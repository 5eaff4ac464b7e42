// Every charge of a wallet, newest first, each with the name of the app that made it.
import { type ChargeModel, type Database, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { withClaimed } from '../claims/claimed-wallets.ts'
import { explainPrice } from '../prices/explain-price.ts'
import { type ChargeRow, describeCharge } from '../usage/list-charges.ts'
import { type ReversalOfCharge, reversalOf } from '../usage/reversal-of.ts'
import { appNames } from './app-names.ts'
import { type PaidPart, paidFrom } from './paid-from.ts'

export type WalletCharge = ChargeRow & { appId: string; appName: string }
export type WalletReceipt = WalletCharge & {
  provider: string
  explained: string
  paidFrom: PaidPart[]
  reversal: ReversalOfCharge | undefined
}

export type ChargeQuery = {
  /** A charge's or a request's id: that one only. */
  id?: string | undefined
  appId?: string | undefined
  after?: string | undefined
  limit: number
}

export async function walletCharges(database: Database, walletId: string, { id, appId, after, limit }: ChargeQuery) {
  const only = id === undefined ? undefined : parsePublicId(id.trim(), 'charge', 'request')
  const app = appId === undefined ? undefined : parsePublicId(appId, 'app')
  if ((id !== undefined && !only) || (appId !== undefined && !app)) return { rows: [], hasMore: false }
  const afterId = after && parsePublicId(after, 'charge')
  const walletIds = await withClaimed(database, walletId)
  const charges = await database.charge.findMany({
    where: {
      walletId: { in: walletIds },
      ...(app && { appId: app }),
      id: { ...(only && { equals: only }), ...(afterId && { lt: afterId }) },
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return { rows: await withApps(database, charges.slice(0, limit)), hasMore: charges.length > limit }
}

/** Another wallet's charge is not found. */
export async function walletReceipt(database: Database, walletId: string, id: string): Promise<WalletReceipt> {
  const chargeId = parsePublicId(id, 'charge', 'request')
  const walletIds = chargeId ? await withClaimed(database, walletId) : []
  const charge = chargeId && (await database.charge.findFirst({ where: { walletId: { in: walletIds }, id: chargeId } }))
  if (!charge) throw new AppError('not_found', { message: 'Your wallet has no such charge.' })
  const [[row], provider, explained, parts, reversal] = await Promise.all([
    withApps(database, [charge]),
    database.provider.findUnique({ where: { id: charge.providerId } }),
    explainPrice(database, charge.priceVersionId),
    paidFrom(database, charge),
    reversalOf(database, charge.id),
  ])
  if (!row) throw new AppError('not_found')
  return { ...row, provider: provider?.name ?? 'unknown', explained, paidFrom: parts, reversal }
}

export async function withApps(database: Database, charges: readonly ChargeModel[]): Promise<WalletCharge[]> {
  const names = await appNames(
    database,
    charges.map(({ appId }) => appId),
  )
  return charges.map((charge) => ({
    ...describeCharge(charge),
    appId: publicId('app', charge.appId),
    appName: names.get(charge.appId) ?? 'an app',
  }))
}
