// Who serves a call: the model's own provider, or the models stand-in where there is no key, and always for sandbox keys.
import type { Mode } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { ModelFacts } from '@farebox/pricing'
import { ProviderConnection, type ProviderTimeouts } from './provider-connection.ts'
import type { Provider, ProviderRow } from './providers/provider.ts'
import { providerList } from './providers/provider-list.ts'

export type ProviderSettings = {
  /** Per provider: a key, another address, or both. */
  providers: Readonly<Record<string, { key?: string | undefined; baseUrl?: string | undefined }>>
  /** Where the models stand-in listens. Undefined: providers without a key cannot be called. */
  standInUrl: string | undefined
  /** False in production: there the stand-in answers sandbox keys only. */
  standInForLive: boolean
}

export type ChosenProvider = { provider: Provider; connection: ProviderConnection }

export class Providers {
  readonly #live = new Map<string, ChosenProvider>()
  readonly #sandbox = new Map<string, ChosenProvider>()

  constructor(settings: ProviderSettings, timeouts: ProviderTimeouts) {
    for (const row of providerList) {
      const live = liveProvider(row, settings)
      const sandbox = settings.standInUrl ? standInFor(row, settings.standInUrl) : undefined
      if (sandbox) this.#sandbox.set(row.name, connected(sandbox, timeouts))
      if (live) this.#live.set(row.name, live.standIn ? (this.#sandbox.get(row.name) as ChosenProvider) : connected(live, timeouts))
    }
  }

  choose(model: ModelFacts, wire: string, mode: Mode): ChosenProvider {
    const chosen = (mode === 'sandbox' ? this.#sandbox : this.#live).get(model.provider)
    if (chosen?.provider.wires.includes(wire)) return chosen
    throw new AppError('model_not_found', {
      message: 'This model is known, but its provider is not set up here.',
      param: 'model',
      internal: `${model.provider} has no key, no address and no stand-in for ${mode} calls`,
    })
  }

  has(model: ModelFacts, mode: Mode): boolean {
    return (mode === 'sandbox' ? this.#sandbox : this.#live).has(model.provider)
  }

  async end(): Promise<void> {
    const connections = new Set([...this.#live.values(), ...this.#sandbox.values()].map(({ connection }) => connection))
    await Promise.all([...connections].map((connection) => connection.end()))
  }
}

function liveProvider(row: ProviderRow, settings: ProviderSettings): Provider | undefined {
  const given = settings.providers[row.name]
  const needsNoKey = row.name === 'ollama'
  if (given?.key || (needsNoKey && given?.baseUrl)) {
    return { ...row, baseUrl: given.baseUrl ?? row.baseUrl, key: given.key, standIn: false }
  }
  return settings.standInUrl && settings.standInForLive ? standInFor(row, settings.standInUrl) : undefined
}

function standInFor(row: ProviderRow, standInUrl: string): Provider {
  return { ...row, baseUrl: `${standInUrl}/${row.name}/v1`, key: 'stand-in', standIn: true }
}

function connected(provider: Provider, timeouts: ProviderTimeouts): ChosenProvider {
  return { provider, connection: new ProviderConnection(provider, timeouts) }
}
