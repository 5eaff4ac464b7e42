// Who serves a call: OpenRouter for what it carries of other vendors, where its key is set; else the model's own provider;
// or the models stand-in where there is no key, and always for sandbox keys.
import type { Mode } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { ModelFacts } from '@farebox/pricing'
import { ProviderConnection, type ProviderTimeouts } from './provider-connection.ts'
import { openrouterName } from './providers/openrouter-names.ts'
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

type ProviderAtHand = { provider: Provider; connection: ProviderConnection }

export type ChosenProvider = ProviderAtHand & {
  /** What it calls the model. */
  modelId: string
}

export class Providers {
  readonly #live = new Map<string, ProviderAtHand>()
  readonly #sandbox = new Map<string, ProviderAtHand>()

  constructor(settings: ProviderSettings, timeouts: ProviderTimeouts) {
    for (const row of providerList) {
      const live = liveProvider(row, settings)
      const sandbox = settings.standInUrl ? standInFor(row, settings.standInUrl) : undefined
      if (sandbox) this.#sandbox.set(row.name, connected(sandbox, timeouts))
      if (live) this.#live.set(row.name, live.standIn ? (this.#sandbox.get(row.name) as ProviderAtHand) : connected(live, timeouts))
    }
  }

  /** `pin`: the one provider the caller will have. `isOn`: whether an operator left this provider switched on. */
  choose(
    model: ModelFacts,
    wire: string,
    mode: Mode,
    { pin, isOn = () => true }: { pin?: string | undefined; isOn?: (provider: string) => boolean } = {},
  ): ChosenProvider {
    const routes = this.#routes(model, mode, pin)
    for (const { provider, modelId } of routes) {
      const atHand = this.#of(mode).get(provider)
      if (atHand?.provider.wires.includes(wire) && isOn(provider)) return { ...atHand, modelId }
    }
    throw new AppError('model_not_found', {
      message: 'This model is known, but its provider is not set up here.',
      param: 'model',
      internal: `${pin ?? model.provider} has no key, no address and no stand-in for ${mode} calls`,
    })
  }

  has(model: ModelFacts, mode: Mode): boolean {
    return this.#routes(model, mode, undefined).some(({ provider }) => this.#of(mode).has(provider))
  }

  async end(): Promise<void> {
    const connections = new Set([...this.#live.values(), ...this.#sandbox.values()].map(({ connection }) => connection))
    await Promise.all([...connections].map((connection) => connection.end()))
  }

  /** In the order they are preferred. A stand-in in OpenRouter's place is nothing to prefer. */
  #routes(model: ModelFacts, mode: Mode, pin: string | undefined): { provider: string; modelId: string }[] {
    const own = { provider: model.provider, modelId: model.id }
    const theirName = openrouterName(model)
    if (theirName === undefined || pin === model.provider) return [own]
    const routed = { provider: 'openrouter', modelId: theirName }
    if (pin === 'openrouter') return [routed]
    return this.#of(mode).get('openrouter')?.provider.standIn === false ? [routed, own] : [own]
  }

  #of(mode: Mode): Map<string, ProviderAtHand> {
    return mode === 'sandbox' ? this.#sandbox : this.#live
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

function connected(provider: Provider, timeouts: ProviderTimeouts): ProviderAtHand {
  return { provider, connection: new ProviderConnection(provider, timeouts) }
}
