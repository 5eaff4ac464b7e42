// What people call things: mail addresses, developers' own ids of their users, names of organizations and apps.
import { type Database, publicId } from '@farebox/db'
import { hitOfApp, hitOfOrder, hitOfOrganization, hitOfUser } from './describe-hits.ts'
import type { Hit } from './hit.ts'

const EACH_MAX = 10
/** A name is found by its beginning, from this length on. */
const NAME_MIN = 3

export async function findByWords(database: Database, text: string): Promise<Hit[]> {
  const named = { startsWith: text, mode: 'insensitive' } as const
  const isName = text.length >= NAME_MIN
  const [users, orders, externalUsers, organizations, apps] = await Promise.all([
    text.includes('@') ? database.user.findMany({ where: { email: text.toLowerCase() } }) : [],
    text.includes('@')
      ? database.order.findMany({ where: { buyerEmail: text.toLowerCase() }, orderBy: { createdAt: 'desc' }, take: EACH_MAX })
      : [],
    externalUsersNamed(database, text),
    isName ? database.organization.findMany({ where: { name: named }, orderBy: { name: 'asc' }, take: EACH_MAX }) : [],
    isName ? database.app.findMany({ where: { name: named }, orderBy: { name: 'asc' }, take: EACH_MAX }) : [],
  ])
  return [
    ...users.map(hitOfUser),
    ...externalUsers,
    ...organizations.map(hitOfOrganization),
    ...apps.map(hitOfApp),
    ...orders.map(hitOfOrder),
  ]
}

/** Kept by app: asked of each app, it is one look into an index for each. */
async function externalUsersNamed(database: Database, text: string): Promise<Hit[]> {
  const found = await database.$queryRaw<{ walletId: string; externalUserId: string; appName: string; mode: string }[]>`
    select known.wallet_id::text as "walletId", known.external_user_id as "externalUserId", app.name as "appName", known.mode::text as mode
      from app join external_user known on known.app_id = app.id and known.external_user_id = ${text}
     order by app.name, known.mode limit ${EACH_MAX}`
  return found.map(({ walletId, externalUserId, appName, mode }) => {
    const id = publicId('wallet', walletId)
    return { kind: 'externalUser', id, title: externalUserId, detail: `A user of ${appName} (${mode})`, page: { kind: 'wallet', id } }
  })
}
