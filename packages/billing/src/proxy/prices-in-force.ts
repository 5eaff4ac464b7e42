// The price book as calls need it: in memory, read again every 20 s. New versions start at least 60 s ahead, so none is missed;
// the hold refuses a version out of date all the same.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { checkedPriceVersion, inForceAt, type ModelFacts, type PriceVersion } from '@farebox/pricing'

const RELOAD_MS = 20_000

/** A model, or something of a built-in service. */
type Priced = Pick<ModelFacts, 'id' | 'provider'>

export type StoredPriceVersion = PriceVersion & { providerId: string }

export class PricesInForce {
  readonly #database: Database
  readonly #onFailure: (cause: unknown) => void
  #versions = new Map<string, StoredPriceVersion[]>()
  #providerIds = new Map<string, string>()
  /** Known and priced, and switched off by an operator. */
  #switchedOff = new Set<string>()
  #loading: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(database: Database, onFailure: (cause: unknown) => void) {
    this.#database = database
    this.#onFailure = onFailure
  }

  async start(): Promise<void> {
    await this.reload()
    this.#timer = setInterval(() => void this.reload().catch(this.#onFailure), RELOAD_MS).unref()
  }

  end(): void {
    clearInterval(this.#timer)
  }

  /** Throws `model_not_found` where there is no price in force: an unknown price is never zero. */
  of(model: Priced, at: Date): StoredPriceVersion {
    const version = this.find(model, at)
    if (version) return version
    if (this.#switchedOff.has(`${model.provider}:${model.id}`)) throw new AppError('model_switched_off', { param: 'model' })
    throw new AppError('model_not_found', {
      message: 'This model has no price in force, so it cannot be called.',
      param: 'model',
      internal: `${model.provider}:${model.id} has no price version`,
    })
  }

  find(model: Priced, at: Date): StoredPriceVersion | undefined {
    const versions = this.#versions.get(`${model.provider}:${model.id}`)
    return versions && inForceAt(versions, { model: model.id, provider: model.provider, at })
  }

  /** Undefined for a provider that is unknown, or switched off. */
  providerId(name: string): string | undefined {
    return this.#providerIds.get(name)
  }

  /** Callers that come at the same moment share one reading. */
  reload(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #load(): Promise<void> {
    const [all, switches, rows] = await Promise.all([
      this.#database.provider.findMany(),
      this.#database.modelSwitch.findMany(),
      this.#database.priceVersion.findMany({
        where: { OR: [{ endsAt: null }, { endsAt: { gt: new Date() } }] },
        include: { lines: true },
      }),
    ])
    const providers = all.filter(({ enabled }) => enabled)
    const names = new Map(all.map(({ id, name }) => [id, name]))
    const enabled = new Set(providers.map(({ id }) => id))
    const off = new Set(switches.map(({ model, providerId }) => `${names.get(providerId)}:${model}`))
    const versions = new Map<string, StoredPriceVersion[]>()
    for (const row of rows) {
      const provider = names.get(row.providerId)
      if (!provider) continue
      const key = `${provider}:${row.model}`
      if (!enabled.has(row.providerId)) off.add(key)
      if (off.has(key)) continue
      const known = this.#checked({ ...row, provider })
      if (known) versions.set(key, [...(versions.get(key) ?? []), known])
    }
    this.#versions = versions
    this.#switchedOff = off
    this.#providerIds = new Map(providers.map(({ id, name }) => [name, id]))
  }

  /** A version with a price of zero, or none, is as good as absent. */
  #checked(version: StoredPriceVersion): StoredPriceVersion | undefined {
    try {
      return checkedPriceVersion(version)
    } catch (cause) {
      this.#onFailure(cause)
      return undefined
    }
  }
}
