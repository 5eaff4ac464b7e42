// What an automatic top-up would buy today: a package for a user, an amount for an organization, at the price of today.
import type { DatabaseTransaction } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { developerFee, developerPrice } from '../topups/developer-price.ts'
import { packagesOn } from '../topups/packages.ts'

export type Wanted = { packageName: string } | { creditMicrocents: Microcents }
export type OnSale = { packageName: string | null; priceCents: number; creditMicrocents: Microcents }

/** Undefined where it is not sold (any more). */
export async function termsOnSale(database: DatabaseTransaction, wanted: Wanted, now: Date): Promise<OnSale | undefined> {
  if ('packageName' in wanted) {
    const terms = (await packagesOn(database, now)).find(({ name }) => name === wanted.packageName)
    return terms && { packageName: terms.name, priceCents: terms.priceCents, creditMicrocents: terms.creditMicrocents }
  }
  const { priceCents, creditMicrocents } = developerPrice(wanted.creditMicrocents, await developerFee(database))
  return { packageName: null, priceCents, creditMicrocents }
}

export async function wantedTerms(database: DatabaseTransaction, wanted: Wanted, now: Date): Promise<OnSale> {
  const terms = await termsOnSale(database, wanted, now)
  if (!terms) throw new AppError('invalid_request', { message: 'There is no such package.', param: 'packageName' })
  return terms
}

export const wantedOf = ({ packageName, creditMicrocents }: { packageName: string | null; creditMicrocents: bigint }): Wanted =>
  packageName === null ? { creditMicrocents: microcents(creditMicrocents) } : { packageName }
