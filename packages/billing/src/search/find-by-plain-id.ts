// What of ours has this id. A charge and its hold share one; a public id says the kind, but a person may have copied only part of it.
import { type ChargeModel, type Database, publicId } from '@farebox/db'
import { formatExact, microcents } from '@farebox/money'
import { hitOfApp, hitOfKey, hitOfOrder, hitOfOrganization, hitOfPayout, hitOfUser, hitOfWallet } from './describe-hits.ts'
import { findRefunds } from './find-refunds.ts'
import type { Hit } from './hit.ts'

export async function findByPlainId(database: Database, id: string): Promise<Hit[]> {
  const [user, wallet, organization, app, apiKey, order, grant, payout, charge] = await Promise.all([
    database.user.findUnique({ where: { id } }),
    database.wallet.findUnique({ where: { id } }),
    database.organization.findUnique({ where: { id } }),
    database.app.findUnique({ where: { id } }),
    database.apiKey.findUnique({ where: { id } }),
    database.order.findUnique({ where: { id } }),
    database.grant.findUnique({ where: { id } }),
    database.payout.findUnique({ where: { id } }),
    chargeById(database, id),
  ])
  const hits = [
    user && hitOfUser(user),
    wallet && hitOfWallet(wallet),
    organization && hitOfOrganization(organization),
    app && hitOfApp(app),
    apiKey && hitOfKey(apiKey),
    order && hitOfOrder(order),
    grant && hitOfGrant(grant),
    payout && hitOfPayout(payout),
    charge && hitOfCharge(charge),
  ].filter((hit): hit is Hit => Boolean(hit))
  const found = [...hits, ...(await findRefunds(database, { id }))]
  return found.length > 0 ? found : rareHits(database, id)
}

/** Charges are kept by wallet and by app: asked of each app, it is one look into an index for each. */
export async function chargeById(database: Database, id: string): Promise<ChargeModel | undefined> {
  const [found] = await database.$queryRaw<{ walletId: string }[]>`
    select charge.wallet_id::text as "walletId" from app
     cross join lateral (select wallet_id from charge where charge.app_id = app.id and charge.id = ${id}::uuid limit 1) as charge limit 1`
  if (!found) return undefined
  return (await database.charge.findUnique({ where: { walletId_id: { walletId: found.walletId, id } } })) ?? undefined
}

/** What has no index by its id alone. */
async function rareHits(database: Database, id: string): Promise<Hit[]> {
  const [lot, connection, hold, transaction] = await Promise.all([
    database.lot.findFirst({ where: { id } }),
    database.connection.findFirst({ where: { id } }),
    database.hold.findFirst({ where: { id } }),
    database.transaction.findFirst({ where: { id } }),
  ])
  const found = lot ?? connection ?? hold
  if (found) {
    const what = lot ? `A lot: ${lot.kind}` : hold ? `A hold: ${hold.state}` : 'A connection'
    const walletId = publicId('wallet', found.walletId)
    return [{ kind: 'wallet', id: walletId, title: walletId, detail: `${what} of this wallet`, page: { kind: 'wallet', id: walletId } }]
  }
  if (!transaction) return []
  const title = publicId('transaction', id)
  const detail = `${transaction.kind}, ${transaction.occurredAt.toISOString()} (${transaction.mode})`
  return [{ kind: 'transaction', id: title, title, detail, page: { kind: 'account', id: title } }]
}

function hitOfCharge({ id, model, baseMicrocents, markupMicrocents, settledAt, mode }: ChargeModel): Hit {
  const charge = publicId('charge', id)
  const detail = `${formatExact(microcents(baseMicrocents + markupMicrocents))} for ${model}, ${settledAt.toISOString()} (${mode})`
  return { kind: 'charge', id: charge, title: charge, detail, page: { kind: 'charge', id: charge } }
}

function hitOfGrant(grant: { id: string; walletId: string; amountMicrocents: bigint; externalUserId: string }): Hit {
  const id = publicId('grant', grant.id)
  const detail = `${formatExact(microcents(grant.amountMicrocents))} given to ${grant.externalUserId}`
  return { kind: 'grant', id, title: id, detail, page: { kind: 'wallet', id: publicId('wallet', grant.walletId) } }
}
