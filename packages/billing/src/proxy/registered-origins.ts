// Which websites developers registered for their apps: remembered for 20 s. Pages on the developer's own computer need no
// registering, as in the sandbox's sign-in: a preflight names no key, so here both modes look alike.
import { isLocalPage } from '@farebox/auth/redirect-uris'
import type { Database } from '@farebox/db'
import { LRUCache } from 'lru-cache'

const KNOWN_FOR_MS = 20_000
const KNOWN_MAX = 10_000

export class RegisteredOrigins {
  readonly #known: LRUCache<string, { registered: boolean }>

  constructor(database: Database) {
    this.#known = new LRUCache<string, { registered: boolean }>({
      max: KNOWN_MAX,
      ttl: KNOWN_FOR_MS,
      fetchMethod: async (origin: string) => ({ registered: (await database.appOrigin.findFirst({ where: { origin } })) !== null }),
    })
  }

  async isRegistered(origin: string): Promise<boolean> {
    if (isLocalPage(origin)) return true
    return (await this.#known.fetch(origin))?.registered ?? false
  }
}
