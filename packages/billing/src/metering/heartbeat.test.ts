// The heartbeat of calls under way: what it sends, and when it makes a call end.
import { microcents } from '@farebox/money'
import { usageOf } from '@farebox/pricing'
import { describe, expect, it } from 'vitest'
import { Heartbeat, type HeartbeatSettings, type StopReason } from './heartbeat.ts'
import type { Reserved } from './reserved.ts'

const line = { aboveUnits: 0, serviceTier: 'standard', costMicrocentsPerMillion: 500_000n }
const reserved: Reserved = {
  holdId: '01a1fe25-0000-7000-8000-000000000001',
  payer: { walletId: '01a1fe25-0000-7000-8000-000000000002', connectionId: '', mode: 'live', kind: 'user' },
  priceVersion: {
    id: 'v1',
    model: 'm',
    provider: 'p',
    providerId: 'p1',
    startsAt: new Date(0),
    source: 'test',
    lines: [
      { ...line, meter: 'input', priceMicrocentsPerMillion: 1_000_000n },
      { ...line, meter: 'output', priceMicrocentsPerMillion: 2_000_000n },
    ],
  },
  unitsWanted: 100,
  unitsGranted: 100,
  holdMicrocents: microcents(1_000n),
  spendableMicrocents: microcents(5_000n),
}
const settings: HeartbeatSettings = { everyMs: 1_000, lostAfterMs: 40, callMaxMs: 60_000 }

function aCall(heartbeat: Heartbeat, usage?: { input: number; output: number }) {
  const stops: StopReason[] = []
  const entry = heartbeat.begin(reserved)
  entry.watch({ usageSoFar: async () => usage && usageOf(usage), stop: (reason) => stops.push(reason) })
  return { stops, end: entry.end }
}

describe('a heartbeat', () => {
  it('checkpoints what each call has cost so far; before its first output, nothing', async () => {
    const sent: unknown[] = []
    const heartbeat = new Heartbeat(
      async (beats) => {
        sent.push(...beats)
        return []
      },
      settings,
      () => {},
    )
    aCall(heartbeat, { input: 30, output: 5 })
    await heartbeat.beat()
    expect(sent).toMatchObject([{ holdId: reserved.holdId, baseMicrocents: 40n, costMicrocents: 18n, usage: { input: 30, output: 5 } }])
    const fresh = new Heartbeat(
      async ([beat]) => {
        expect(beat).toMatchObject({ baseMicrocents: 0n, costMicrocents: 0n })
        return []
      },
      settings,
      () => {},
    )
    aCall(fresh)
    await fresh.beat()
    expect.assertions(2)
  })

  it('ends a call for the reason the database gives', async () => {
    const heartbeat = new Heartbeat(
      async ([beat]) => [{ holdId: beat?.holdId ?? '', reason: 'wallet_frozen' }],
      settings,
      () => {},
    )
    const { stops } = aCall(heartbeat)
    await heartbeat.beat()
    expect(stops).toEqual(['wallet_frozen'])
  })

  it('ends calls it could not renew for too long, whether the database is away or no longer knows them', async () => {
    for (const renew of [() => Promise.reject(new Error('away')), async () => []]) {
      const failures: unknown[] = []
      const heartbeat = new Heartbeat(renew, settings, (cause) => failures.push(cause))
      const { stops, end } = aCall(heartbeat)
      await heartbeat.beat()
      expect(stops).toEqual([])
      await new Promise((resolve) => setTimeout(resolve, 50))
      await heartbeat.beat()
      expect(stops).toEqual(['gateway_lost'])
      end()
      expect(heartbeat.size).toBe(0)
    }
  })

  it('ends calls that take too long', async () => {
    const heartbeat = new Heartbeat(
      async ([beat]) => [{ holdId: beat?.holdId ?? '', reason: null }],
      { ...settings, callMaxMs: 0 },
      () => {},
    )
    const { stops } = aCall(heartbeat)
    await heartbeat.beat()
    expect(stops).toEqual(['time_limit'])
  })
})
