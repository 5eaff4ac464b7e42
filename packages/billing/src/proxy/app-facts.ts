// What calls need to know of an app beside its permission: remembered for 20 s, since none of it is about money that moves.
import type { Database } from '@farebox/db'
import { LRUCache } from 'lru-cache'
import type { MarkupFacts } from '../apps/markup-now.ts'

export type AppFacts = { outputTokensDefault: number; markup: MarkupFacts }

const KNOWN_FOR_MS = 20_000
const KNOWN_MAX = 20_000

export class Apps {
  readonly #known: LRUCache<string, AppFacts>

  constructor(database: Database) {
    this.#known = new LRUCache<string, AppFacts>({
      max: KNOWN_MAX,
      ttl: KNOWN_FOR_MS,
      fetchMethod: async (appId: string): Promise<AppFacts | undefined> => {
        const app = await database.app.findUnique({
          where: { id: appId },
          select: { outputTokensDefault: true, markupBps: true, nextMarkupBps: true, nextMarkupAt: true },
        })
        if (!app) return undefined
        return { outputTokensDefault: app.outputTokensDefault, markup: app }
      },
    })
  }

  /** The same moment's callers share one look; a known app is answered without waiting. */
  find(appId: string): AppFacts | Promise<AppFacts | undefined> {
    return this.#known.get(appId) ?? this.#known.fetch(appId)
  }
}
