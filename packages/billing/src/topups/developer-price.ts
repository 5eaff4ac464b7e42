// What a developer pays for money on their balance or in a pool: the credit, and a fee that covers the card's costs. One price.
import type { DatabaseTransaction } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { divideUp, fromCents, MICROCENTS_PER_CENT, type Microcents, microcents, parseDollars, toCents } from '@farebox/money'
import { z } from 'zod'

export const CREDIT_LEAST = parseDollars('5')
export const CREDIT_MOST = parseDollars('500')

export type DeveloperFee = { bps: number; fixedCents: number }

/** 2.9 % and 30¢: what a card payment costs. The setting `developer_topup_fee` replaces it. */
const usualFee: DeveloperFee = { bps: 290, fixedCents: 30 }
const feeSetting = z.object({ bps: z.int().min(0).max(2_000), fixedCents: z.int().min(0).max(500) })

const WHOLE_BPS = 10_000n

export type DeveloperPrice = { creditMicrocents: Microcents; feeMicrocents: Microcents; priceCents: number }

export async function developerFee(database: DatabaseTransaction): Promise<DeveloperFee> {
  const setting = await database.setting.findUnique({ where: { name: 'developer_topup_fee' } })
  return setting ? feeSetting.parse(setting.value) : usualFee
}

/**
 * The least price of which the card's costs leave the credit: (credit + fixed) ÷ (1 − rate), rounded up to a cent.
 * Example: $20.00 at 2.9 % + $0.30 costs $20.91; of it the card takes $0.91.
 */
export function developerPrice(creditMicrocents: Microcents, { bps, fixedCents }: DeveloperFee): DeveloperPrice {
  if (creditMicrocents < CREDIT_LEAST || creditMicrocents > CREDIT_MOST || creditMicrocents % MICROCENTS_PER_CENT !== 0n) {
    throw new AppError('invalid_request', { message: 'Choose an amount from $5.00 to $500.00, in whole cents.', param: 'amount' })
  }
  const gross = divideUp((creditMicrocents + fromCents(fixedCents)) * WHOLE_BPS, WHOLE_BPS - BigInt(bps))
  const price = microcents(divideUp(gross, MICROCENTS_PER_CENT) * MICROCENTS_PER_CENT)
  return { creditMicrocents, feeMicrocents: microcents(price - creditMicrocents), priceCents: toCents(price) }
}
