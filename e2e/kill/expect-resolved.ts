// What must be true of the books after something was killed.
import type { Database } from '@farebox/db'
import { expect } from 'vitest'

/** Every hold is resolved; each charge lies between its checkpoint and its hold; the wallets fell by exactly the charges. Returns the charges' sum. */
export async function expectResolved(database: Database, { paidInMicrocents }: { paidInMicrocents: bigint }): Promise<bigint> {
  const [holds, charges, lots, wallets] = await Promise.all([
    database.hold.findMany(),
    database.charge.findMany(),
    database.lot.findMany({ where: { paymentIntent: { not: null } } }), // not what a sandbox wallet is given
    database.wallet.findMany(),
  ])
  expect(holds.filter(({ state }) => state === 'open')).toEqual([])
  expect(wallets.filter(({ openHolds }) => openHolds !== 0)).toEqual([])
  const chargeOf = new Map(charges.map((charge) => [charge.id, charge]))
  expect(chargeOf.size).toBe(charges.length)
  for (const { id, state, checkpointBaseMicrocents, amountMicrocents } of holds) {
    const charge = chargeOf.get(id)
    expect(charge !== undefined, `hold ${id} is ${state}`).toBe(state === 'settled')
    // What was known to have been spent is charged: no hold with a checkpoint is let go.
    expect(charge?.baseMicrocents ?? 0n).toBeGreaterThanOrEqual(checkpointBaseMicrocents)
    if (charge) expect(charge.baseMicrocents + charge.markupMicrocents).toBeLessThanOrEqual(amountMicrocents)
  }
  const charged = charges.reduce((total, charge) => total + charge.baseMicrocents + charge.markupMicrocents, 0n)
  const left = lots.reduce((total, lot) => total + lot.availableMicrocents + lot.heldMicrocents, 0n)
  expect(left).toBe(paidInMicrocents - charged)
  return charged
}
