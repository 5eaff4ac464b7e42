// Calls without a model behind them: a hold and its settlement, one after the other, by a number of callers at a time.
import { newId } from '@farebox/db'
import type { Holds } from '@farebox/ledger/holds'
import { type Microcents, microcents } from '@farebox/money'
import type { BenchmarkWallet, ManyWallets } from '../database/many-wallets.ts'

export type PairsMeasured = {
  pairsPerSecond: number
  /** Milliseconds for a hold and its settlement together. */
  p50Ms: number
  p99Ms: number
  pairs: number
  chargedMicrocents: bigint
}

export type PairsLoad = { holds: Holds; world: ManyWallets; wallets: readonly BenchmarkWallet[]; callers: number; seconds: number }

// As a small call of gpt-4o: 1,000 tokens reserved, $0.01 at most, and $0.0006 in the end.
const fixedNumerator = 25_000n * 1_000_000n
const unitPriceMicrocentsPerMillion = 1_000_000_000n
const usedBase = microcents(60_000n)
const usedCost = microcents(55_000n)
const requestHash = Buffer.alloc(32, 7)

/** Throws at the first hold that is refused or settlement that is not the first: such a figure would be of something else. */
export async function measurePairs({ holds, world, wallets, callers, seconds }: PairsLoad): Promise<PairsMeasured> {
  const latencies: number[] = []
  let chargedMicrocents = 0n
  const began = performance.now()
  const endsAt = began + seconds * 1000
  async function caller(): Promise<void> {
    while (performance.now() < endsAt) {
      const wallet = wallets[Math.floor(Math.random() * wallets.length)] as BenchmarkWallet
      const startedAt = performance.now()
      chargedMicrocents += await pair(holds, world, wallet)
      latencies.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const elapsedSeconds = (performance.now() - began) / 1000
  latencies.sort((first, second) => first - second)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  const pairsPerSecond = Math.round(latencies.length / elapsedSeconds)
  return { pairsPerSecond, p50Ms: at(0.5), p99Ms: at(0.99), pairs: latencies.length, chargedMicrocents }
}

async function pair(holds: Holds, { providerId, priceVersionId }: ManyWallets, wallet: BenchmarkWallet): Promise<Microcents> {
  const { walletId, connectionId, credentialId } = wallet
  const holdId = newId()
  const asked = {
    holdId,
    walletId,
    connectionId,
    credentialId,
    requestHash,
    model: 'test-model',
    providerId,
    priceVersionIds: [priceVersionId],
  }
  const answer = await holds.open({ ...asked, fixedNumerator, unitPriceMicrocentsPerMillion, unitsWanted: 1_000, unitsMinimum: 64 })
  if (answer.outcome !== 'held' || answer.unitsGranted !== 1_000) throw new Error(`A hold was not granted whole: ${answer.outcome}`)
  const usage = { input: 100, output: 50 }
  const used = { holdId, walletId, baseMicrocents: usedBase, costMicrocents: usedCost, usage, outcome: 'complete' }
  const result = await holds.settle({ ...used, resolution: 'settled' })
  if (result.state !== 'settled' || !result.first) throw new Error(`A settlement did not count: ${result.state}`)
  return microcents(result.baseMicrocents + result.markupMicrocents)
}
