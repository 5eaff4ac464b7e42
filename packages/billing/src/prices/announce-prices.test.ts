// New prices and new packages: announced ahead, one at a time, and never by changing what is in force.
import { newId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { ledgerDatabase, storePrices } from '../testing/world.ts'
import { packagesOn, writeFirstPackages } from '../topups/packages.ts'
import { changesBetween } from './read-price-table.ts'

const ledger = opened(ledgerDatabase)
let engineer: ReturnType<typeof asOperator>
let finance: ReturnType<typeof asOperator>
const now = new Date()
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

beforeAll(async () => {
  await storePrices(ledger.database)
  await writeFirstPackages(ledger.database, new Date(now.getTime() - 60_000))
  engineer = asOperator(ledger.database, await makeOperator(ledger.url, 'engineer'), { now })
  finance = asOperator(ledger.database, await makeOperator(ledger.url, 'finance'), { now })
})

const line = (meter: 'input' | 'output', price: bigint, cost = price) => ({
  ...{ meter, aboveUnits: 0, serviceTier: 'standard' },
  ...{ priceMicrocentsPerMillion: price, costMicrocentsPerMillion: cost },
})
const dearer = [line('input', 300_000_000n), line('output', 1_200_000_000n)]
const rowOf = async (model: string) => (await engineer.prices.table()).find((row) => row.model === model)

describe('a new price', () => {
  it('is announced: the old one ends where it begins, and neither is changed', async () => {
    const before = (await rowOf('gpt-4o'))?.inForce
    const { priceVersionId } = await engineer.prices.announce({
      model: 'gpt-4o',
      startsAt: inMinutes(2),
      reason: 'OpenAI raised it',
      prices: dearer,
    })
    const after = await rowOf('gpt-4o')
    expect(after?.inForce).toEqual({ ...before, endsAt: inMinutes(2) })
    expect(after?.announced).toMatchObject({ id: priceVersionId, startsAt: inMinutes(2), source: 'operator', lines: dearer })
    expect(after?.changes.length).toBeGreaterThan(0)
    const { rows } = await engineer.audit.list({ action: 'price.announced', subject: 'openai:gpt-4o' })
    expect(rows[0]).toMatchObject({ reason: 'OpenAI raised it', details: { replaces: [before?.id] } })

    await expect(
      engineer.prices.announce({ model: 'gpt-4o', startsAt: inMinutes(9), reason: 'and again', prices: dearer }),
    ).rejects.toThrow('announced already')
    await engineer.prices.withdraw({ priceVersionId, reason: 'a mistake' })
    expect((await rowOf('gpt-4o'))?.inForce).toEqual(before)
    expect((await rowOf('gpt-4o'))?.announced).toBeUndefined()
  })

  it('of two operators who announce at once, one is taken', async () => {
    const both = await Promise.allSettled(
      [2, 3].map((minutes) =>
        engineer.prices.announce({ model: 'gpt-4.1', startsAt: inMinutes(minutes), reason: 'at once', prices: dearer }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await ledger.database.priceVersion.count({ where: { model: 'gpt-4.1' } })).toBe(2)
  })

  it('takes the price list as it stands today', async () => {
    await engineer.prices.announce({ model: 'gpt-4o-mini', startsAt: inMinutes(2), reason: 'as listed', prices: 'listed' })
    const row = await rowOf('gpt-4o-mini')
    expect(row?.announced?.lines).toEqual(row?.listed?.lines)
    expect(row?.changes).toEqual([])
  })

  it('is refused where it starts too soon, costs nothing, is below cost, lacks a meter, or prices an unknown model', async () => {
    const announce = (changes: Partial<Parameters<typeof engineer.prices.announce>[0]>) =>
      engineer.prices.announce({ model: 'gpt-5', startsAt: inMinutes(2), reason: 'a test', prices: dearer, ...changes })
    await expect(announce({ startsAt: new Date(now.getTime() + 59_999) })).rejects.toThrow('60 seconds ahead')
    await expect(announce({ prices: [line('input', 0n), line('output', 1n)] })).rejects.toThrow('above zero')
    await expect(announce({ prices: [line('input', 5n, 6n), line('output', 1n)] })).rejects.toThrow('not below its cost')
    await expect(announce({ prices: [line('input', 5n), line('input', 6n)] })).rejects.toThrow('price for output is missing')
    await expect(announce({ model: 'no-such-model' })).rejects.toThrow()
    expect(await ledger.database.priceVersion.count({ where: { model: 'gpt-5' } })).toBe(1)
    await expect(engineer.prices.withdraw({ priceVersionId: newId(), reason: 'nothing' })).rejects.toThrow('no announced price')
    const inForce = (await rowOf('gpt-5'))?.inForce?.id ?? ''
    await expect(engineer.prices.withdraw({ priceVersionId: inForce, reason: 'too late' })).rejects.toThrow('has begun')
  })

  it('G39: is refused per token or per thousand where it is per million, either way; a hundredth and a hundred times are not', async () => {
    const announce = (input: bigint, output: bigint) =>
      engineer.prices.announce({
        ...{ model: 'gpt-4.1-mini', startsAt: inMinutes(2), reason: 'a test' },
        prices: [line('input', input), line('output', output)],
      })
    const { inForce } = (await rowOf('gpt-4.1-mini')) ?? {}
    const [input, output] = [40_000_000n, 160_000_000n]
    expect(inForce?.lines).toEqual(expect.arrayContaining([line('input', input), line('output', output)]))
    for (const factor of [1_000n, 1_000_000n]) {
      await expect(announce(input / factor, output)).rejects.toThrow('The price of input is over 100 times')
      await expect(announce(input, output * factor)).rejects.toThrow('Prices are per million')
    }
    expect((await rowOf('gpt-4.1-mini'))?.announced).toBeUndefined()
    await announce(input / 100n, output * 100n)
    expect((await rowOf('gpt-4.1-mini'))?.announced).toBeDefined()
  })

  it('is compared line by line', () => {
    const [input, output] = dearer
    if (!input || !output) throw new Error('two lines')
    expect(changesBetween([input, output], [input, { ...output, priceMicrocentsPerMillion: 1n }])).toMatchObject([
      { meter: 'output', now: { priceMicrocentsPerMillion: 1_200_000_000n }, next: { priceMicrocentsPerMillion: 1n } },
    ])
    expect(changesBetween([input], [output])).toMatchObject([
      { meter: 'output', now: null },
      { meter: 'input', next: null },
    ])
    expect(changesBetween(dearer, dearer)).toEqual([])
  })
})

describe('a package', () => {
  const announce = (changes: Partial<Parameters<typeof finance.packages.announce>[0]> = {}) =>
    finance.packages.announce({
      name: 'basic',
      priceCents: 1_000,
      credit: '8.80',
      startsAt: inMinutes(2),
      reason: 'a lower fee',
      ...changes,
    })

  it('gets new terms with a start; the old ones end there, and stay', async () => {
    const { termsId } = await announce()
    const named = (await finance.packages.list()).filter(({ name }) => name === 'basic')
    expect(named.map(({ state, endsAt }) => [state, endsAt])).toEqual([
      ['announced', null],
      ['on sale', inMinutes(2)],
    ])
    const sold = async (at: Date) => (await packagesOn(ledger.database, at)).find(({ name }) => name === 'basic')?.creditMicrocents
    expect([await sold(now), await sold(inMinutes(3))]).toEqual([850_000_000n, 880_000_000n])
    await expect(announce()).rejects.toThrow('announced already')
    await finance.packages.withdraw({ termsId, reason: 'not yet' })
    expect(await sold(inMinutes(3))).toBe(850_000_000n)
  })

  it('is refused where it starts too soon, gives more than it costs, or nothing', async () => {
    await expect(announce({ startsAt: now })).rejects.toThrow('60 seconds ahead')
    await expect(announce({ credit: '10.01' })).rejects.toThrow('not above the price')
    await expect(announce({ credit: '0' })).rejects.toThrow('above zero')
    await expect(announce({ credit: '8,80' })).rejects.toThrow()
  })

  it('ends, and nobody can buy it from then on', async () => {
    await finance.packages.end({ name: 'pro', endsAt: inMinutes(2), reason: 'nobody wants it' })
    expect((await packagesOn(ledger.database, inMinutes(3))).map(({ name }) => name)).not.toContain('pro')
    expect((await packagesOn(ledger.database, now)).map(({ name }) => name)).toContain('pro')
  })
})
