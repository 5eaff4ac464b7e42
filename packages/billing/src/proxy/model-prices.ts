// The models a caller may call now, with their prices in dollars: what `/v1/models` shows.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { microcents, toDollars } from '@farebox/money'
import { explainLines, type ModelFacts, modelList, PRICED_UNITS, TYPICAL_MESSAGE, typicalMessageCost } from '@farebox/pricing'
import { markupNow } from '../apps/markup-now.ts'
import { namedModel } from './named-model.ts'
import type { MeteringProxy } from './open-proxy.ts'
import type { StoredPriceVersion } from './prices-in-force.ts'

type Caller = Pick<ApiKeyPrincipal, 'appId' | 'mode' | 'billingMode'>

export async function listModelPrices(proxy: MeteringProxy, caller: Caller) {
  const markupBps = await markupFor(proxy, caller)
  return modelList.flatMap((model) => {
    const version = callable(proxy, caller, model)
    return version ? [describe(model, version, markupBps)] : []
  })
}

/** By id or alias. Throws `model_not_found`, also for a model without a price. */
export async function modelPrice(proxy: MeteringProxy, caller: Caller, name: string) {
  const { model, pin } = namedModel(name)
  proxy.providers.choose(model, 'openai-chat', caller.mode, { pin })
  return describe(model, proxy.prices.of(model, proxy.clock()), await markupFor(proxy, caller))
}

function callable({ providers, prices, clock }: MeteringProxy, { mode }: Caller, model: ModelFacts): StoredPriceVersion | undefined {
  return model.wires.includes('openai-chat') && providers.has(model, mode) ? prices.find(model, clock()) : undefined
}

/** An organization pays no markup in its own apps; a user's own terms may be lower than the app's. */
export async function markupFor({ apps, clock }: MeteringProxy, { appId, billingMode }: Caller): Promise<number> {
  const app = billingMode === 'user' && (await apps.find(appId))
  return app ? markupNow(app.markup, clock()).markupBps : 0
}

function describe(model: ModelFacts, version: StoredPriceVersion, markupBps: number) {
  const lines = version.lines.map(({ meter, aboveUnits, priceMicrocentsPerMillion }) => ({
    meter,
    ...(aboveUnits > 0 && { above_units: aboveUnits }),
    dollars: toDollars(microcents(priceMicrocentsPerMillion)),
  }))
  return {
    id: model.id,
    object: 'model' as const,
    created: Math.floor(version.startsAt.getTime() / 1_000),
    owned_by: model.provider,
    name: model.displayName,
    provider: model.provider,
    wires: [...model.wires],
    context_length: model.contextLength,
    max_output_tokens: model.maxOutputUnits,
    pricing: {
      currency: 'USD' as const,
      per_units: Number(PRICED_UNITS),
      lines,
      explained: explainLines(version.lines),
      typical: { ...TYPICAL_MESSAGE, words: 'a short message and its answer', cost: toDollars(typicalMessageCost(version, markupBps)) },
      price_version: version.id,
      source: version.source,
    },
    markup: { bps: markupBps },
  }
}
