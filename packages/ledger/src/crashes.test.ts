// What a crash leaves behind. M26, M28: the connection is killed at every write of a reserve and of a settlement.
import { newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Holds } from './holds.ts'
import { dollars, giveGrant, holdRequest, ledgerDatabase, opened, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerDatabase)
let owner: Awaited<ReturnType<typeof connectAsOwner>>

beforeAll(async () => {
  owner = await connectAsOwner(ledger.url)
  await owner.query(`
    create sequence kill_at;
    create function kill_once() returns trigger language plpgsql as $$
    begin
      -- a sequence survives the rollback that the kill causes: each trap springs once
      if nextval('kill_at') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
      return coalesce(new, old);
    end $$`)
})
afterAll(() => owner.end())

async function withTrap<Result>(table: string, event: string, work: () => Promise<Result>): Promise<Result> {
  await owner.query('alter sequence kill_at restart')
  await owner.query(`create trigger trap before ${event} on ${table} for each row execute function kill_once()`)
  try {
    return await work()
  } finally {
    const { rows } = await owner.query('select is_called from kill_at')
    await owner.query(`drop trigger trap on ${table}`)
    expect(rows[0].is_called, `${event} of ${table} is reached`).toBe(true)
  }
}

async function spanningWorld() {
  const world = await payingWorld(ledger.database, { markupBps: 1_000, limitMicrocents: dollars('5.00') })
  await giveGrant(ledger.database, { ...world, amountMicrocents: dollars('0.10') })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('1.00') })
  const request = holdRequest(world, dollars('0.30'), { idempotencyHash: Buffer.from(newId()) })
  return { world, request }
}

describe('a killed connection', () => {
  const reserveWrites = ['lot update', 'wallet update', 'connection update', 'idempotency insert', 'hold insert']
  for (const write of reserveWrites) {
    it(`M26: at the ${write} of a reserve leaves nothing, and the same hold asked again is held once`, async () => {
      const [table = '', event = ''] = write.split(' ')
      const { world, request } = await spanningWorld()
      const holds = new Holds(ledger.url, { lanesMax: 1 })
      const answer = await withTrap(table, event, () => holds.open(request))
      expect(answer).toMatchObject({ outcome: 'held', holdId: request.holdId, amountMicrocents: dollars('0.32') })
      expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('0.78'), held: dollars('0.32') })
      await holds.end()
    })
  }

  const settleWrites = [
    'transaction insert',
    'lot update',
    'transfer insert',
    'wallet update',
    'connection update',
    'hold update',
    'charge insert',
    'idempotency update',
  ]
  for (const write of settleWrites) {
    it(`M28: at the ${write} of a settlement leaves the hold open, and the settlement sent again has one effect`, async () => {
      const [table = '', event = ''] = write.split(' ')
      const { world, request } = await spanningWorld()
      const holds = new Holds(ledger.url, { lanesMax: 1 })
      await holds.open(request)
      const base = dollars('0.20')
      const resolution = {
        holdId: request.holdId,
        walletId: world.walletId,
        resolution: 'settled',
        baseMicrocents: base,
        costMicrocents: base,
      } as const
      const result = await withTrap(table, event, () => holds.settle({ ...resolution, answer: Buffer.from('kept') }))
      expect(result).toMatchObject({ state: 'settled', first: true, baseMicrocents: base, markupMicrocents: dollars('0.01') })
      expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('0.89'), held: dollars('0') })
      await holds.end()
    })
  }

  it('M27: between the provider’s answer and the settlement costs the user nothing but the checkpoint', async () => {
    const { world, request } = await spanningWorld()
    const dying = new Holds(ledger.url)
    await dying.open(request)
    await dying.renew([
      { holdId: request.holdId, walletId: world.walletId, baseMicrocents: dollars('0.15'), costMicrocents: dollars('0.15'), usage: {} },
    ])
    await dying.end()
    const later = new Holds(ledger.url, { clockOffset: '2 minutes' })
    await later.sweep()
    await later.sweep()
    // $0.10 from the grant, $0.05 and 10 % from the wallet
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('1.10') - dollars('0.155'))
    await later.end()
  })
})
