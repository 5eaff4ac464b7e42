// The app that a `connect_url` names, for anybody who follows it; and what stands between it and the person who is signed in.
import { type ConnectionModel, type Database, parsePublicId } from '@farebox/db'

export type AskingApp = {
  /** Public. */
  id: string
  name: string
  origin: string | null
  /** Of the person's own wallet, where they allowed this app before. */
  connection: ConnectionModel['status'] | 'ended' | null
}

export async function findAskingApp(
  database: Database,
  { app: publicAppId, userId, now }: { app: string; userId: string | undefined; now: Date },
): Promise<AskingApp | null> {
  const id = parsePublicId(publicAppId, 'app')
  const app = id && (await database.app.findUnique({ where: { id } }))
  if (!app) return null
  const wallets = userId ? await database.wallet.findMany({ where: { userId }, select: { id: true } }) : []
  const known = await database.connection.findFirst({
    where: { appId: id, mode: 'live', walletId: { in: wallets.map((wallet) => wallet.id) } },
  })
  const hasEnded = known?.status === 'active' && known.expiresAt !== null && known.expiresAt <= now
  return { id: publicAppId, name: app.name, origin: app.origin, connection: hasEnded ? 'ended' : (known?.status ?? null) }
}
