// Built-in services as callers see them: what may be called now, and what it costs them.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { microcents, toDollars } from '@farebox/money'
import { explainLines, PRICED_UNITS, priceOf, splitCharge } from '@farebox/pricing'
import type { StoredPriceVersion } from '../../proxy/prices-in-force.ts'
import type { BuiltInService, ServiceModel } from './built-in-service.ts'
import { providerOf } from './built-in-service.ts'
import { type BuiltInDesk, usageOfUnits } from './call-built-in-service.ts'
import { builtInServices } from './registry.ts'

export type ListedService = ReturnType<typeof describe>

export function listBuiltInServices(desk: BuiltInDesk, { mode }: Pick<ApiKeyPrincipal, 'mode'>, markupBps: number): ListedService[] {
  return builtInServices.flatMap((service) =>
    service.models.flatMap((model) => {
      const access = desk.services.accessOf(model, mode)
      const version = access && desk.prices.find({ id: model.id, provider: providerOf(model) }, desk.clock())
      return version ? [describe(service, model, version, { markupBps, isStandIn: access.standInUrl !== undefined })] : []
    }),
  )
}

type Terms = { markupBps: number; isStandIn: boolean }

function describe(service: BuiltInService, model: ServiceModel, version: StoredPriceVersion, { markupBps, isStandIn }: Terms) {
  const typical = splitCharge(priceOf(usageOfUnits(service, version, service.typical.units), version), markupBps)
  return {
    id: model.id,
    object: 'service' as const,
    service: service.name,
    name: model.displayName,
    summary: service.summary,
    endpoint: `/v1${service.path}`,
    unit: service.unit,
    provider: isStandIn ? `${providerOf(model)}; stand-in` : providerOf(model),
    pricing: {
      currency: 'USD' as const,
      per_units: Number(PRICED_UNITS),
      lines: version.lines.map(({ meter, priceMicrocentsPerMillion }) => ({
        meter,
        dollars: toDollars(microcents(priceMicrocentsPerMillion)),
      })),
      explained: explainLines(version.lines),
      typical: { units: service.typical.units, words: service.typical.words, cost: toDollars(typical.total) },
      price_version: version.id,
      source: version.source,
    },
    markup: { bps: markupBps },
  }
}
