// When each key was last used: kept in memory, written once a minute, so that no call updates a shared row.
import type { MeteringProxy } from '@farebox/billing/proxy'

const WRITE_MS = 60_000

export class KeysLastUsed {
  readonly #database: MeteringProxy['database']
  readonly #onFailure: (cause: unknown) => void
  #used = new Map<string, Date>()
  #timer: NodeJS.Timeout | undefined

  constructor(database: MeteringProxy['database'], onFailure: (cause: unknown) => void) {
    this.#database = database
    this.#onFailure = onFailure
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), WRITE_MS).unref()
  }

  note(apiKeyId: string, at: Date): void {
    this.#used.set(apiKeyId, at)
  }

  async flush(): Promise<void> {
    const used = this.#used
    this.#used = new Map()
    for (const [id, lastUsedAt] of used) {
      await this.#database.apiKey.update({ where: { id }, data: { lastUsedAt } }).catch(this.#onFailure)
    }
  }

  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush()
  }
}
