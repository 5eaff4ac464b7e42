// A new price for a model: announced at least 60 seconds ahead, so that every gateway knows it before it counts. What is in force
// is never changed; it ends where the new one begins.
import { type Database, type DatabaseTransaction, newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { findModel, type ModelFacts, type PriceLine, STANDARD_TIER } from '@farebox/pricing'
import { PRICE_BOOK_SOURCE, readPrice } from '@farebox/pricing/price-book'
import { recordDeed } from '../operators/record-deed.ts'
import type { Line } from './read-price-table.ts'

export const ANNOUNCED_AHEAD_MS = 60_000
/** So far from the vendor's list no price ever moved: it was typed in another unit (per token, per thousand, in cents). */
const SLIP_FACTOR = 100n

type ByOperator = { operator: { id: string }; now: Date }

export type Announcement = ByOperator & { model: string; startsAt: Date; reason: string; prices: 'listed' | readonly Line[] }

export async function announcePrices(
  database: Database,
  { operator, model: name, startsAt, reason, prices, now }: Announcement,
): Promise<string> {
  if (startsAt.getTime() - now.getTime() < ANNOUNCED_AHEAD_MS) {
    throw new AppError('invalid_request', { message: 'A price starts at least 60 seconds ahead.', param: 'startsAt' })
  }
  const model = findModel(name)
  const lines = checkedLines(model, { prices, startsAt, now })
  const id = newId(now.getTime())
  await database.$transaction(async (transaction) => {
    const provider = await lockedProvider(transaction, model.provider)
    const standing = await transaction.priceVersion.findMany({
      where: { model: model.id, providerId: provider.id, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    })
    if (standing.some((version) => version.startsAt > now)) {
      throw new AppError('price_announced_already', { message: 'A new price of this model is announced already. Withdraw it first.' })
    }
    await transaction.priceVersion.updateMany({ where: { id: { in: standing.map((version) => version.id) } }, data: { endsAt: startsAt } })
    await transaction.priceVersion.create({
      data: {
        ...{ id, model: model.id, providerId: provider.id, startsAt, approvedBy: operator.id, createdAt: now },
        source: prices === 'listed' ? PRICE_BOOK_SOURCE : 'operator',
      },
    })
    await transaction.priceLine.createMany({ data: lines.map((line) => ({ priceVersionId: id, ...line })) })
    await recordDeed(transaction, {
      ...{ operator, action: 'price.announced', subject: `${model.provider}:${model.id}`, now, reason },
      details: {
        priceVersionId: id,
        replaces: standing.map((version) => version.id),
        startsAt: startsAt.toISOString(),
        lines: lines.map(inWords),
      },
    })
  })
  return id
}

/** Takes an announced price back before it starts. Nothing was charged by it. */
export async function withdrawPrices(
  database: Database,
  { operator, priceVersionId, reason, now }: ByOperator & { priceVersionId: string; reason: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const version = await transaction.priceVersion.findUnique({ where: { id: priceVersionId } })
    if (!version || version.startsAt <= now) {
      throw new AppError('not_found', { message: 'There is no announced price with this id. A price that has begun is not withdrawn.' })
    }
    await transaction.priceLine.deleteMany({ where: { priceVersionId } })
    await transaction.priceVersion.delete({ where: { id: priceVersionId } })
    const { model, providerId, startsAt } = version
    await transaction.priceVersion.updateMany({ where: { model, providerId, endsAt: startsAt }, data: { endsAt: null } })
    await recordDeed(transaction, {
      ...{ operator, action: 'price.withdrawn', subject: model, now, reason },
      details: { priceVersionId, startsAt: startsAt.toISOString() },
    })
  })
}

/** Every meter the model has must have a price, and no price may be zero, below what the provider takes, or in another unit. */
function checkedLines(model: ModelFacts, { prices, startsAt, now }: Pick<Announcement, 'prices' | 'startsAt' | 'now'>): Line[] {
  const listed = readPrice(model, { id: 'listed', at: now, startsAt }).lines
  if (prices === 'listed') return [...listed]
  const wrong = prices.find(
    ({ priceMicrocentsPerMillion: price, costMicrocentsPerMillion: cost }) => price <= 0n || cost < 0n || cost > price,
  )
  if (wrong) {
    throw new AppError('invalid_request', { message: `The price of ${wrong.meter} is above zero and not below its cost.`, param: 'lines' })
  }
  for (const meter of ['input', 'output'] as const) {
    if (!prices.some((line) => line.meter === meter && line.aboveUnits === 0 && line.serviceTier === STANDARD_TIER)) {
      throw new AppError('invalid_request', { message: `A price for ${meter} is missing.`, param: 'lines' })
    }
  }
  const slipped = prices.find((line) => isSlip(line, listed))
  if (slipped) {
    const message = `The price of ${slipped.meter} is over ${SLIP_FACTOR} times, or under 1/${SLIP_FACTOR} of, what the price list says. Prices are per million.`
    throw new AppError('invalid_request', { message, param: 'lines' })
  }
  return [...prices]
}

function isSlip({ meter, aboveUnits, serviceTier, priceMicrocentsPerMillion: price }: Line, listed: readonly PriceLine[]): boolean {
  const known = listed.find((line) => line.meter === meter && line.aboveUnits === aboveUnits && line.serviceTier === serviceTier)
  if (!known) return false
  const { priceMicrocentsPerMillion: listPrice } = known
  return price > listPrice * SLIP_FACTOR || price * SLIP_FACTOR < listPrice
}

/** Two operators who announce at once do it one after the other. */
async function lockedProvider(transaction: DatabaseTransaction, name: string): Promise<{ id: string }> {
  const [provider] = await transaction.$queryRaw<{ id: string }[]>`select id from provider where name = ${name} for update`
  if (!provider) throw new AppError('not_found', { message: 'This provider is not set up here.' })
  return provider
}

const inWords = ({ meter, aboveUnits, priceMicrocentsPerMillion, costMicrocentsPerMillion }: PriceLine | Line) =>
  `${meter}${aboveUnits > 0 ? ` above ${aboveUnits}` : ''}: ${priceMicrocentsPerMillion} (cost ${costMicrocentsPerMillion})`
