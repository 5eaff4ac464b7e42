// New terms for a package, or a new package. Terms are rows that are never changed: the old ones end where the new ones begin, and
// whoever bought under them keeps them.
import { type Database, newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, type Microcents } from '@farebox/money'
import { recordDeed } from '../operators/record-deed.ts'

const AHEAD_MS = 60_000

type ByOperator = { operator: { id: string }; reason: string; now: Date }
export type NewTerms = ByOperator & { name: string; priceCents: number; creditMicrocents: Microcents; startsAt: Date }

export async function announcePackage(
  database: Database,
  { name, priceCents, creditMicrocents, startsAt, ...by }: NewTerms,
): Promise<string> {
  requireAhead(startsAt, by.now)
  if (creditMicrocents <= 0n || creditMicrocents > fromCents(priceCents)) {
    throw new AppError('invalid_request', { message: 'The balance is above zero, and not above the price.', param: 'credit' })
  }
  const id = newId(by.now.getTime())
  await database.$transaction(async (transaction) => {
    const standing = await transaction.package.findMany({ where: { name, OR: [{ endsAt: null }, { endsAt: { gt: by.now } }] } })
    if (standing.some((terms) => terms.startsAt > by.now)) {
      throw new AppError('price_announced_already', { message: 'New terms of this package are announced already. Withdraw them first.' })
    }
    const replaces = standing.map((terms) => terms.id)
    await transaction.package.updateMany({ where: { id: { in: replaces } }, data: { endsAt: startsAt } })
    await transaction.package.create({ data: { id, name, priceCents, creditMicrocents, startsAt } })
    const details = { termsId: id, replaces, priceCents, creditMicrocents: String(creditMicrocents), startsAt: startsAt.toISOString() }
    await recordDeed(transaction, { ...by, action: 'package.announced', subject: name, details })
  })
  return id
}

/** Nobody can buy it from then on. */
export async function endPackage(database: Database, { name, endsAt, ...by }: ByOperator & { name: string; endsAt: Date }): Promise<void> {
  requireAhead(endsAt, by.now)
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.package.updateMany({
      where: { name, startsAt: { lte: by.now }, endsAt: null },
      data: { endsAt },
    })
    if (count === 0) throw new AppError('not_found', { message: 'There is no package on sale with this name.' })
    await recordDeed(transaction, { ...by, action: 'package.ended', subject: name, details: { endsAt: endsAt.toISOString() } })
  })
}

/** Takes announced terms back before they start. */
export async function withdrawPackage(database: Database, { termsId, ...by }: ByOperator & { termsId: string }): Promise<void> {
  await database.$transaction(async (transaction) => {
    const terms = await transaction.package.findUnique({ where: { id: termsId } })
    if (!terms || terms.startsAt <= by.now) throw new AppError('not_found', { message: 'There are no announced terms with this id.' })
    await transaction.package.delete({ where: { id: termsId } })
    await transaction.package.updateMany({ where: { name: terms.name, endsAt: terms.startsAt }, data: { endsAt: null } })
    await recordDeed(transaction, { ...by, action: 'package.withdrawn', subject: terms.name, details: { termsId } })
  })
}

function requireAhead(at: Date, now: Date): void {
  if (at.getTime() - now.getTime() >= AHEAD_MS) return
  throw new AppError('invalid_request', {
    message: 'Terms change at least 60 seconds ahead, so that nobody sees one price and pays another.',
    param: 'startsAt',
  })
}
