// S1: the brief's smallest amounts, through PostgreSQL and back, and on the screen.
import { formatCharge, formatExact, type Microcents, toDollars } from '@farebox/money'
import { expect, it } from 'vitest'
import { dollars, holdRequest, ledgerWithHolds, opened, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerWithHolds)

const amounts: [said: string, amount: bigint, written: string, shown: string][] = [
  ['$1', 100_000_000n, '1.00000000', '$1.00'],
  ['0.1 ¢', 100_000n, '0.00100000', '$0.0010'],
  ['0.001 ¢', 1_000n, '0.00001000', '$0.000010'],
  ['one microcent', 1n, '0.00000001', '$0.00000001'],
]
for (const [said, amount, written, shown] of amounts) {
  it(`S1: a call of ${said} is charged ${amount} microcents, and reads ${shown}`, async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('2.00') })
    const { holdId } = await ledger.holds.open(holdRequest(world, amount as Microcents))
    const result = await ledger.holds.settle({
      holdId,
      walletId: world.walletId,
      resolution: 'settled',
      baseMicrocents: amount as Microcents,
      costMicrocents: amount as Microcents,
    })
    const charge = await ledger.database.charge.findUniqueOrThrow({ where: { walletId_id: { walletId: world.walletId, id: holdId } } })
    expect([result.baseMicrocents, charge.baseMicrocents]).toEqual([amount, amount])
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('2.00') - amount)
    const kept = charge.baseMicrocents as Microcents
    expect([toDollars(kept), formatExact(kept), formatCharge(kept)]).toEqual([written, `$${written}`, shown])
  })
}
