// The connection of one's own wallet to an app, named by the app. Another wallet's is not found.
import { type ConnectionModel, type DatabaseTransaction, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'

export async function ownConnection(database: DatabaseTransaction, walletId: string, appId: string): Promise<ConnectionModel> {
  const app = parsePublicId(appId, 'app')
  const connection = app && (await database.connection.findUnique({ where: { appId_walletId: { appId: app, walletId } } }))
  if (!connection) throw new AppError('not_found', { message: 'This app is not connected to your wallet.' })
  return connection
}
