// The services of an app, with the price in force and the one announced.
import type { Database, ServiceModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type ServicePrice, servicePriceOf } from './own-service.ts'

export type PricedService = ServiceModel & {
  price: ServicePrice
  /** Announced, not in force yet. */
  next: ServicePrice | undefined
}

export async function listServices(database: Database, { appId, now }: { appId: string; now: Date }): Promise<PricedService[]> {
  const services = await database.service.findMany({ where: { appId, retiredAt: null }, orderBy: { name: 'asc' } })
  return priced(database, services, now)
}

/** By name. What another app sells is not found. */
export async function findService(
  database: Database,
  { appId, name, now }: { appId: string; name: string; now: Date },
): Promise<PricedService> {
  const service = await database.service.findUnique({ where: { appId_name: { appId, name } } })
  const [found] = service && !service.retiredAt ? await priced(database, [service], now) : []
  if (found) return found
  throw new AppError('not_found', { message: 'This app has no service of this name. Name it at /v1/services first.', param: 'service' })
}

async function priced(database: Database, services: ServiceModel[], now: Date): Promise<PricedService[]> {
  const rows = await database.servicePrice.findMany({
    where: { serviceId: { in: services.map(({ id }) => id) }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    orderBy: { startsAt: 'asc' },
  })
  return services.flatMap((service) => {
    const own = rows.filter((row) => row.serviceId === service.id && row.startsAt.getTime() !== row.endsAt?.getTime())
    const price = own.filter(({ startsAt }) => startsAt <= now).at(-1)
    const next = own.find(({ startsAt }) => startsAt > now)
    return price ? [{ ...service, price: servicePriceOf(service, price), next: next && servicePriceOf(service, next) }] : []
  })
}
