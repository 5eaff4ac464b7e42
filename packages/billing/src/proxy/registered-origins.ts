// Which websites developers registered for their apps: remembered for 20 s. Pages on the developer's own computer need no
// registering for a preflight, which names no key: which of them may use a token is asked when the token comes.
import { isLocalPage } from '@farebox/auth/redirect-uris'
import { websitesOf } from '@farebox/auth/websites-of'
import type { Database, Mode } from '@farebox/db'
import { LRUCache } from 'lru-cache'

const KNOWN_FOR_MS = 20_000
const KNOWN_MAX = 10_000

export class RegisteredOrigins {
  readonly #known: LRUCache<string, { registered: boolean }>
  readonly #ofApps: LRUCache<string, ReadonlySet<string>>
  readonly #isDevelopment: boolean

  constructor(database: Database, isDevelopment: boolean) {
    this.#isDevelopment = isDevelopment
    this.#known = new LRUCache<string, { registered: boolean }>({
      max: KNOWN_MAX,
      ttl: KNOWN_FOR_MS,
      fetchMethod: async (origin: string) => ({ registered: (await database.appOrigin.findFirst({ where: { origin } })) !== null }),
    })
    this.#ofApps = new LRUCache<string, ReadonlySet<string>>({
      max: KNOWN_MAX,
      ttl: KNOWN_FOR_MS,
      fetchMethod: async (name: string) => {
        const [appId = '', mode = ''] = name.split(' ')
        return originsOfApp(database, { appId, mode: mode === 'sandbox' ? 'sandbox' : 'live' })
      },
    })
  }

  /** Of any app: may a page there ask at all. */
  async isRegistered(origin: string): Promise<boolean> {
    if (isLocalPage(origin)) return true
    return (await this.#known.fetch(origin))?.registered ?? false
  }

  /** Of this app: may a page there act with what was given to the app. In the sandbox, and in development, any page on this computer. */
  async isOfApp({ appId, mode }: { appId: string; mode: Mode }, origin: string): Promise<boolean> {
    if (isLocalPage(origin) && (this.#isDevelopment || mode === 'sandbox')) return true
    return (await this.#ofApps.fetch(`${appId} ${mode}`))?.has(origin) ?? false
  }
}

async function originsOfApp(database: Database, { appId, mode }: { appId: string; mode: Mode }): Promise<ReadonlySet<string>> {
  const [app, clients] = await Promise.all([
    database.app.findUnique({ where: { id: appId }, include: { origins: true } }),
    database.oAuthClient.findMany({ where: { appId, mode, revokedAt: null }, select: { redirectUris: true } }),
  ])
  const websites = app ? websitesOf(app, mode) : []
  const redirects = clients.flatMap(({ redirectUris }) => redirectUris.map((uri) => new URL(uri).origin))
  return new Set([...(app?.origin ? [app.origin] : []), ...websites, ...redirects])
}
