// How an app asks its users, in one mode: its publishable key, where its users may be sent back, and which websites it runs on.
import { ensureOAuthClient } from '@farebox/auth/oauth-clients'
import type { Database, Mode } from '@farebox/db'
import type { AppInMode } from '../organizations/member-of.ts'

export type AppClient = {
  /** The publishable key: it names the app and cannot spend. */
  clientId: string
  redirectUris: string[]
  /** Of this mode: the sandbox's are its own, beside the live ones. */
  origins: string[]
  /** In the sandbox: the live websites, which it takes too. */
  liveOrigins: string[]
  /** Of a server: its own client id, and the end of a secret that was shown once. */
  server: { clientId: string; lastFour: string | null } | null
}

/** Made the first time it is looked at. */
export async function appClient(database: Database, { appId, mode, now }: AppInMode & { now: Date }): Promise<AppClient> {
  const { clientId, redirectUris } = await ensureOAuthClient(database, { appId, mode, kind: 'public', now })
  const [server, app] = await Promise.all([
    database.oAuthClient.findUnique({ where: { appId_mode_kind: { appId, mode, kind: 'confidential' } } }),
    database.app.findUniqueOrThrow({ where: { id: appId }, include: { origins: { orderBy: { origin: 'asc' } } } }),
  ])
  const of = (reach: Mode) => app.origins.filter((website) => website.mode === reach).map(({ origin }) => origin)
  // The app's own website first: it is the one users are shown.
  const live = app.origin === null ? of('live') : [app.origin, ...of('live').filter((origin) => origin !== app.origin)]
  return {
    clientId,
    redirectUris,
    origins: mode === 'live' ? live : of('sandbox'),
    liveOrigins: mode === 'live' ? [] : live,
    server: server && { clientId: server.clientId, lastFour: server.lastFour },
  }
}
