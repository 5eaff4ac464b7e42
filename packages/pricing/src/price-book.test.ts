// The prices people will be charged, pinned.
import { describe, expect, it } from 'vitest'
import { modelList } from './model-list.ts'
import { findModel, type ModelFacts } from './models.ts'
import { priceBook, readPrice } from './price-book.ts'
import { inForceAt, type PriceVersion } from './price-version.ts'
import { typicalMessageCost } from './typical-message.ts'

const at = new Date('2026-10-01T00:00:00Z')
const read = (name: string, on: Date = at) => readPrice(findModel(name), { id: name, at: on, startsAt: at })
const table = (version: PriceVersion) =>
  Object.fromEntries(version.lines.filter((line) => line.aboveUnits === 0).map((line) => [line.meter, line.priceMicrocentsPerMillion]))

describe('price book', () => {
  it.each([
    ['gpt-4o', { input: 250_000_000n, cached_input: 125_000_000n, output: 1_000_000_000n }],
    ['gpt-4o-mini', { input: 15_000_000n, cached_input: 7_500_000n, output: 60_000_000n }],
    [
      'claude-sonnet-4',
      { input: 300_000_000n, cached_input: 30_000_000n, cache_write: 375_000_000n, cache_write_1h: 600_000_000n, output: 1_500_000_000n },
    ],
    ['o1-mini', { input: 110_000_000n, cached_input: 55_000_000n, output: 440_000_000n }],
    ['openrouter:meta-llama/llama-3.1-8b-instruct', { input: 2_000_000n, output: 3_000_000n }],
  ])('G39: %s costs its list price, to the microcent', (name, prices) => {
    expect(table(read(name))).toMatchObject(prices)
  })

  it('every model in the list has a price for input and output, above zero, sold at cost', () => {
    const versions = priceBook({ at, startsAt: at, newId: () => crypto.randomUUID() })
    expect(versions).toHaveLength(modelList.length)
    for (const version of versions) {
      expect(Object.keys(table(version))).toEqual(expect.arrayContaining(['input', 'output']))
      for (const line of version.lines) expect(line.priceMicrocentsPerMillion).toBe(line.costMicrocentsPerMillion)
    }
  })

  it('G33: long-context prices keep their threshold', () => {
    const long = read('gemini-2.5-pro').lines.filter((line) => line.aboveUnits > 0)
    expect(long.map((line) => [line.meter, line.aboveUnits, line.priceMicrocentsPerMillion])).toEqual([
      ['input', 200_000, 250_000_000n],
      ['cached_input', 200_000, 25_000_000n],
      ['output', 200_000, 1_500_000_000n],
    ])
  })

  it('G38: a price that changed on a date is read as of the instant asked for', () => {
    expect(table(read('o3', new Date('2025-06-01'))).input).toBe(1_000_000_000n)
    expect(table(read('o3')).input).toBe(200_000_000n)
  })

  it('a typical message to gpt-4o costs $0.00175, and at 15 % $0.0020125', () => {
    expect(typicalMessageCost(read('gpt-4o'), 0)).toBe(175_000n)
    expect(typicalMessageCost(read('gpt-4o'), 1_500)).toBe(201_250n)
  })

  it('M19: the version in force is the latest that has started and not ended', () => {
    const version = (id: string, startsAt: string, endsAt?: string): PriceVersion => ({
      ...read('gpt-4o'),
      id,
      startsAt: new Date(startsAt),
      endsAt: endsAt ? new Date(endsAt) : null,
    })
    const versions = [
      version('now', '2026-01-01', '2026-06-01'),
      version('next', '2026-06-01'),
      version('ended', '2026-07-01', '2026-08-01'),
    ]
    const inForce = (on: string) => inForceAt(versions, { model: 'gpt-4o', provider: 'openai', at: new Date(on) })?.id
    expect([inForce('2025-12-31'), inForce('2026-05-31'), inForce('2026-06-01'), inForce('2026-07-15'), inForce('2026-09-01')]).toEqual([
      undefined,
      'now',
      'next',
      'ended',
      'next',
    ])
  })
})

describe('price book refusals', () => {
  const fact = (providerId: string, modelId: string): ModelFacts => ({
    ...findModel('gpt-4o'),
    id: modelId,
    priceSource: { providerId, modelId },
  })
  const attempt = (model: ModelFacts) => () => readPrice(model, { id: 'x', at, startsAt: at })

  it('G36: a model the list does not have, or has only by a name that begins alike, gets no price', () => {
    expect(attempt(fact('openai', 'gpt-99'))).toThrow(/no price/)
    expect(attempt(fact('anthropic', 'claude-sonnet-4-20250514'))).toThrow(/no price/)
  })

  it('M13: a model the list has without a price, or at zero, gets none', () => {
    expect(attempt(fact('openrouter', 'meta-llama/llama-3.2-3b-instruct:free'))).toThrow(/no price/)
    expect(attempt(fact('openai', 'moderation'))).toThrow(/no price/)
  })

  it('G34: a model priced by a unit we do not meter gets none', () => {
    expect(attempt(fact('openai', 'whisper-1'))).toThrow(/no price/)
    expect(attempt(fact('openai', 'text-embedding-3-small'))).toThrow(/no price/)
  })

  it('a price that changes with the time of day gets none', () => {
    expect(attempt(fact('deepseek', 'deepseek-chat'))).toThrow(/no price/)
  })

  it('a price finer than our unit is refused, not rounded', () => {
    expect(attempt(fact('openrouter', 'google/gemini-2.5-flash-image'))).toThrow(/8 decimals/)
  })
})
