// A developer says what a service of theirs costs. A new service begins at once; a new price is announced, at least 60 s ahead.
import { type Database, type DatabaseTransaction, newId, type Prisma, publicId, type ServiceModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { reducePrice } from '@farebox/pricing'
import { recordAudit } from '../organizations/record-audit.ts'
import { costOfCall, TOKEN } from './cost-of-call.ts'
import { servicePriceOf } from './own-service.ts'
import { serviceCallMax } from './service-settings.ts'

/** Between announcing a price and its first charge, so that no quote under way is wrong. */
export const PRICE_NOTICE_MS = 60_000
const SERVICES_PER_APP_MAX = 100

export type ServiceDefinition = {
  appId: string
  organizationId: string
  /** Who says so in the dashboard; undefined where a program did, with an API key. */
  userId?: string | undefined
  name: string
  /** What is counted. Undefined: what the price counts. */
  unit?: string | undefined
  /** One of the three forms, or several that add up. */
  price: Prisma.InputJsonValue
  description?: string | undefined
  /** From when a changed price holds. */
  startsAt?: Date | undefined
  now: Date
}

/** Makes the service, or announces its new price. The same price again changes nothing. */
export async function defineService(database: Database, definition: ServiceDefinition): Promise<{ isNew: boolean }> {
  const { appId, userId, name, price, now } = definition
  const unit = await unitOf(database, definition)
  return database.$transaction(async (transaction) => {
    const known = await lockService(transaction, appId, name)
    if (!known) {
      await create(transaction, definition, unit)
      return { isNew: true }
    }
    if (known.unit !== unit || known.retiredAt) throw new AppError('service_name_taken', { param: 'name' })

    const rows = await transaction.servicePrice.findMany({ where: { serviceId: known.id }, orderBy: { createdAt: 'asc' } })
    const last = rows.filter(({ endsAt }) => endsAt === null).at(-1)
    if (last && reducePrice(last.form).explained === reducePrice(price).explained) return { isNew: false }
    const startsAt = startOf(definition)
    // What was announced before and has not begun never begins; what is in force stays so until then.
    for (const { id, startsAt: start } of rows.filter((row) => row.startsAt > now)) {
      await transaction.servicePrice.update({ where: { id }, data: { endsAt: start } })
    }
    const inForce = rows.filter((row) => row.startsAt <= now && (row.endsAt === null || row.endsAt > now))
    await transaction.servicePrice.updateMany({ where: { id: { in: inForce.map(({ id }) => id) } }, data: { endsAt: startsAt } })
    await transaction.servicePrice.create({
      data: { id: newId(now.getTime()), serviceId: known.id, form: price, startsAt, createdAt: now },
    })
    const details = { price, startsAt: startsAt.toISOString() }
    await recordAudit(transaction, {
      userId,
      action: 'service.price_announced',
      subject: publicId('service', known.id),
      details,
      now,
    })
    return { isNew: false }
  })
}

async function create(transaction: DatabaseTransaction, definition: ServiceDefinition, unit: string): Promise<void> {
  const { appId, organizationId, userId, name, price, description, now } = definition
  const [id, priceId] = [newId(now.getTime()), newId(now.getTime())]
  if ((await transaction.service.count({ where: { appId } })) >= SERVICES_PER_APP_MAX) {
    throw new AppError('invalid_request', { message: `An app has at most ${SERVICES_PER_APP_MAX} services.` })
  }
  const data = { id, appId, organizationId, name, unit, description: description ?? null, createdAt: now }
  // Nobody has seen it yet; and no clock may find that it has not begun.
  const aMinuteAgo = new Date(now.getTime() - PRICE_NOTICE_MS)
  const { count } = await transaction.service.createMany({ data, skipDuplicates: true })
  if (count === 0) throw new AppError('service_name_taken', { param: 'name' })
  await transaction.servicePrice.create({ data: { id: priceId, serviceId: id, form: price, startsAt: aMinuteAgo, createdAt: now } })
  await recordAudit(transaction, {
    userId,
    action: 'service.created',
    subject: publicId('service', id),
    details: { name, price },
    now,
  })
}

async function lockService(transaction: DatabaseTransaction, appId: string, name: string): Promise<ServiceModel | null> {
  await transaction.$queryRaw`select id from service where app_id = ${appId}::uuid and name = ${name} for no key update`
  return transaction.service.findUnique({ where: { appId_name: { appId, name } } })
}

function startOf({ startsAt, now }: ServiceDefinition): Date {
  const earliest = new Date(now.getTime() + PRICE_NOTICE_MS)
  if (!startsAt) return earliest
  if (startsAt >= earliest) return startsAt
  throw new AppError('invalid_request', { message: 'A new price begins at least 60 seconds from now.', param: 'starts_at' })
}

/** The one thing counted, beside a fixed part per call; or tokens, by their meters. One of each has to fit into what one call may cost. */
async function unitOf(database: Database, { name, price, unit, now }: ServiceDefinition): Promise<string> {
  const row = { id: '', serviceId: '', form: price as Prisma.JsonValue, startsAt: now, endsAt: null, createdAt: now }
  const version = servicePriceOf({ name }, row)
  const counted = version.lines.map(({ meter }) => meter).filter((meter) => meter !== 'call')
  const isOfTokens = [price].flat().some((form) => typeof form === 'object' && form !== null && 'tokens' in form)
  if (counted.length > 1 && !isOfTokens) {
    throw new AppError('invalid_request', { message: 'A service counts one unit, beside a fixed part per call.', param: 'price' })
  }
  const only = isOfTokens ? TOKEN : (counted[0] ?? 'call')
  if (unit !== undefined && unit !== only) {
    throw new AppError('invalid_request', { message: `The price is per ${only}, and the unit is said to be ${unit}.`, param: 'unit' })
  }
  const one = isOfTokens ? Object.fromEntries(counted.map((meter) => [meter, 1])) : 1
  costOfCall({ price: version, unit: only }, { units: one }, await serviceCallMax(database))
  return only
}
