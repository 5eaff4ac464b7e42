// An app as operators see it: whose it is, its keys, its users, its pools, and its last thirty days.
import { type ApiKeyModel, type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { isVerified } from '../../apps/verified-app.ts'
import { listAccounts } from '../../explain/list-accounts.ts'
import { appDays } from '../../usage/app-days.ts'

const DAYS = 30

export async function appFacts(database: Database, id: string, now: Date) {
  const app = await database.app.findUnique({ where: { id }, include: { organization: true, origins: true, apiKeys: true } })
  if (!app) throw new AppError('not_found', { message: 'There is no such app.' })
  const [users, pools, live, sandbox, verified] = await Promise.all([
    database.externalUser.groupBy({ by: ['mode'], where: { appId: id }, _count: true }),
    listAccounts(database, id),
    appDays(database, { appId: id, mode: 'live', daysMax: DAYS, now }),
    appDays(database, { appId: id, mode: 'sandbox', daysMax: DAYS, now }),
    isVerified(database, id),
  ])
  const { name, status, origin, markupBps, nextMarkupBps, nextMarkupAt, createdAt, organization } = app
  return {
    ...{ id: publicId('app', id), plainId: id, name, status, origin, markupBps, nextMarkupBps, nextMarkupAt, createdAt },
    organization: { id: publicId('organization', organization.id), name: organization.name },
    isVerified: verified,
    origins: app.origins.map((one) => one.origin),
    keys: app.apiKeys.map(keyFacts),
    users: users.map(({ mode, _count }) => ({ mode, count: _count })),
    pools,
    /** The last thirty days. */
    volume: { live, sandbox },
  }
}

/** Never the secret: nobody has it. */
const keyFacts = ({ id, name, mode, billingMode, lastFour, scopes, models, expiresAt, revokedAt, lastUsedAt, createdAt }: ApiKeyModel) => ({
  id: publicId('apiKey', id),
  ...{ name, mode, billingMode, lastFour, scopes, models, expiresAt, revokedAt, lastUsedAt, createdAt },
})
