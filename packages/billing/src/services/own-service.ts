// A developer's own service as the rest of the house speaks of it: what it counts, and what one costs.
import type { ServiceModel, ServicePriceModel } from '@farebox/db'
import { checkedPriceVersion, reducePrice } from '@farebox/pricing'
import type { StoredPriceVersion } from '../proxy/prices-in-force.ts'

/** Whom charges of own services name as their provider (a row of the migration). */
export const DEVELOPER_PROVIDER = { id: '00000000-0000-7000-8000-000000005e7c', name: 'developer' } as const

export type ServicePrice = StoredPriceVersion & {
  /** As the developer wrote it. */
  form: unknown
  /** One sentence. */
  explained: string
}

/** How a charge names it, where it would name a model. No model's name has a colon after these letters. */
export const modelNameOf = (service: Pick<ServiceModel, 'name'>) => `service:${service.name}`

/** The stored form, reduced to the lines that every price reduces to. */
export function servicePriceOf(service: Pick<ServiceModel, 'name'>, row: ServicePriceModel): ServicePrice {
  const { lines, explained } = reducePrice(row.form, 'developer')
  return checkedPriceVersion({
    id: row.id,
    model: modelNameOf(service),
    provider: DEVELOPER_PROVIDER.name,
    providerId: DEVELOPER_PROVIDER.id,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    source: 'the developer',
    lines,
    form: row.form,
    explained,
  })
}
