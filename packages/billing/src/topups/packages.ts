// What a user can buy. Terms are rows: a change ends one row and begins another, and a purchase keeps the terms it was sold under.
import { type Database, type DatabaseTransaction, newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, type Microcents, microcents, parseDollars } from '@farebox/money'

export type PackageTerms = {
  /** The row these terms stand in. */
  termsId: string
  /** What people and programs call it: `basic`. */
  name: string
  priceCents: number
  creditMicrocents: Microcents
  /** The part of the price that is not credited. */
  feeMicrocents: Microcents
}

/** The terms Farebox starts with. */
export const firstPackages = [
  { name: 'starter', priceCents: 500, credit: '4.05' },
  { name: 'basic', priceCents: 1_000, credit: '8.50' },
  { name: 'plus', priceCents: 2_500, credit: '22.50' },
  { name: 'pro', priceCents: 5_000, credit: '46.50' },
] as const

/** Writes the first terms where there are none yet. */
export async function writeFirstPackages(database: Database, startsAt: Date): Promise<void> {
  if ((await database.package.count()) > 0) return
  const rows = firstPackages.map(({ name, priceCents, credit }) => ({
    id: newId(),
    name,
    priceCents,
    creditMicrocents: parseDollars(credit),
    startsAt,
  }))
  await database.package.createMany({ data: rows })
}

/** The terms in force, cheapest first. */
export async function packagesOn(database: DatabaseTransaction, now: Date): Promise<PackageTerms[]> {
  const rows = await database.package.findMany({
    where: { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    orderBy: [{ priceCents: 'asc' }, { startsAt: 'desc' }],
  })
  return rows.map(({ id, name, priceCents, creditMicrocents }) => ({
    termsId: id,
    name,
    priceCents,
    creditMicrocents: microcents(creditMicrocents),
    feeMicrocents: microcents(fromCents(priceCents) - creditMicrocents),
  }))
}

export async function packageNamed(database: DatabaseTransaction, name: string, now: Date): Promise<PackageTerms> {
  const terms = (await packagesOn(database, now)).find((candidate) => candidate.name === name)
  if (!terms)
    throw new AppError('invalid_request', {
      message: 'There is no package with this id. GET /v1/packages lists them.',
      param: 'package_id',
    })
  return terms
}
