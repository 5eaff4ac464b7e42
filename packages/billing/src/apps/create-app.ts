// A developer registers an app. From now on its organization may pay for it, in live and in the sandbox, without markup.
import { type Database, type DatabaseTransaction, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { post, sandboxPoolFunded } from '@farebox/ledger'
import { SANDBOX_START } from '../organizations/create-organization.ts'
import { recordAudit } from '../organizations/record-audit.ts'

const APPS_MAX = 100

export type NewApp = { organizationId: string; userId?: string | undefined; name: string; origin?: string | undefined; now: Date }

/** `origin` is where the app's website lives, such as https://pixelpal.example; a path behind it is refused. */
export async function createApp(database: Database, request: NewApp): Promise<{ id: string; name: string }> {
  const { organizationId, userId, name, now } = request
  const origin = request.origin === undefined ? null : readOrigin(request.origin)
  const id = newId(now.getTime())
  await database.$transaction(async (transaction) => {
    await refuseTooMany(transaction, organizationId)
    await transaction.app.create({ data: { id, organizationId, name, origin, createdAt: now } })
    if (origin) await transaction.appOrigin.create({ data: { appId: id, origin } })
    await connectOwnWallets(transaction, { appId: id, organizationId, now })
    await post(transaction, sandboxPoolFunded({ transactionId: newId(), appId: id, amountMicrocents: SANDBOX_START }))
    await recordAudit(transaction, { userId, action: 'app.created', subject: publicId('app', id), details: { name, origin }, now })
  })
  return { id, name }
}

/** What an organization spends in its own app earns nobody a markup: otherwise the API would be a cash-out machine. */
async function connectOwnWallets(
  transaction: DatabaseTransaction,
  { appId, organizationId, now }: { appId: string; organizationId: string; now: Date },
): Promise<void> {
  const wallets = await transaction.wallet.findMany({ where: { organizationId }, select: { id: true, mode: true } })
  await transaction.connection.createMany({
    data: wallets.map((wallet) => ({
      walletId: wallet.id,
      id: newId(now.getTime()),
      mode: wallet.mode,
      appId,
      markupBpsAccepted: 0,
      earnsMarkup: false,
      createdAt: now,
    })),
  })
}

async function refuseTooMany(transaction: DatabaseTransaction, organizationId: string): Promise<void> {
  const apps = await transaction.app.count({ where: { organizationId } })
  if (apps >= APPS_MAX) throw new AppError('invalid_request', { message: `An organization has at most ${APPS_MAX} apps.` })
}

function readOrigin(given: string): string {
  const url = URL.parse(given.trim())
  const isOrigin = url && (url.protocol === 'https:' || url.protocol === 'http:') && url.pathname === '/' && !url.search && !url.hash
  if (!isOrigin || url.username !== '') {
    throw new AppError('invalid_request', {
      message: 'An address starts with https:// and has no path, such as https://pixelpal.example.',
      param: 'origin',
    })
  }
  return url.origin
}
