// What a mail's link does, once its one button is pressed: an app loses its permission, or the wallet is paused. Never the other way.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { setConnectionStatus } from '../connections/change-connection.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { pauseWallet } from '../wallet/pause-wallet.ts'
import { readStopLink, type StopLink } from './stop-link.ts'

export type StopDesk = { database: Database; secrets: string }

/** What the page says before and after. */
export type Stop =
  | { stops: 'app'; appId: string; appName: string; isStopped: boolean }
  | { stops: 'everything'; isStopped: boolean; isChangeable: boolean }

/** Looking changes nothing: scanners open the links of mails. */
export async function findStop({ database, secrets }: StopDesk, token: string, now: Date): Promise<Stop> {
  const link = readStopLink(secrets, token, now)
  const wallet = await database.wallet.findUnique({ where: { id: link.walletId } })
  if (!wallet) throw new AppError('not_found')
  if (link.connectionId === null) {
    const isChangeable = wallet.status === 'open' || wallet.status === 'paused'
    return { stops: 'everything', isStopped: wallet.status !== 'open', isChangeable }
  }
  const { appId, appName, status } = await linkedApp(database, link)
  return { stops: 'app', appId: publicId('app', appId), appName, isStopped: status === 'revoked' }
}

/** May be asked any number of times: what is stopped stays so. */
export async function stopSpending(desk: StopDesk, token: string, now: Date): Promise<void> {
  const { database } = desk
  const link = readStopLink(desk.secrets, token, now)
  const stop = await findStop(desk, token, now)
  if (stop.isStopped) return
  const { userId } = await database.wallet.findUniqueOrThrow({ where: { id: link.walletId } })
  if (!userId) throw new AppError('not_found')
  const asked = { by: 'mail link' }
  if (stop.stops === 'app') {
    return setConnectionStatus(database, { walletId: link.walletId, userId, appId: stop.appId, now }, 'revoked', asked)
  }
  await pauseWallet(database, link.walletId, true)
  const subject = publicId('wallet', link.walletId)
  await recordAudit(database, { userId, action: 'wallet.paused', subject, details: asked, now })
}

async function linkedApp(database: Database, { walletId, connectionId }: StopLink) {
  const connection = connectionId && (await database.connection.findUnique({ where: { walletId_id: { walletId, id: connectionId } } }))
  const app = connection && (await database.app.findUnique({ where: { id: connection.appId }, select: { name: true } }))
  if (!connection || !app) throw new AppError('not_found')
  return { appId: connection.appId, appName: app.name, status: connection.status }
}
