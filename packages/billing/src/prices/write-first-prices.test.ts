// The catalogue as a start writes it: every model and every built-in service once, at the vendor's list price.
import { connectAsOwner } from '@farebox/db/testing'
import { opened } from '@farebox/ledger/testing'
import { findModel } from '@farebox/pricing'
import { describe, expect, it } from 'vitest'
import { PricesInForce } from '../proxy/prices-in-force.ts'
import { builtInServices } from '../services/built-in/registry.ts'
import { ledgerDatabase } from '../testing/world.ts'
import { explainPrice } from './explain-price.ts'
import { writeFirstPrices } from './write-first-prices.ts'

const ledger = opened(ledgerDatabase)
const at = new Date()

describe('writeFirstPrices', () => {
  it('writes a version for each model and each service, and nothing the second time', async () => {
    expect(await writeFirstPrices(ledger.database, { at, startsAt: at })).toBeGreaterThan(40)
    expect(await writeFirstPrices(ledger.database, { at, startsAt: at })).toBe(0)
    const priced = new Set((await ledger.database.priceVersion.findMany()).map(({ model }) => model))
    for (const { models } of builtInServices) for (const { id } of models) expect(priced).toContain(id)
  })

  it('G37: what is sold stays priced whatever the list has lost or got wrong; what is new and has no price is an error, and writes nothing', async () => {
    const stored = () => ledger.database.priceVersion.findMany({ include: { lines: true }, orderBy: { id: 'asc' } })
    const [before, gpt4o, o3] = [await stored(), findModel('gpt-4o'), findModel('o3')]
    const lost = { ...gpt4o, priceSource: { providerId: 'openai', modelId: 'gpt-99' } }
    const givenAway = { ...o3, priceSource: { providerId: 'openrouter', modelId: 'meta-llama/llama-3.2-3b-instruct:free' } }
    expect(await writeFirstPrices(ledger.database, { at, startsAt: at, models: [lost, givenAway] })).toBe(0)
    for (const unknown of [lost, givenAway]) {
      const models = [
        { ...o3, id: 'o3-next' },
        { ...unknown, id: 'no-price' },
      ]
      await expect(writeFirstPrices(ledger.database, { at, startsAt: at, models })).rejects.toMatchObject({ code: 'model_not_found' })
    }
    expect(await stored()).toEqual(before)

    const prices = new PricesInForce(ledger.database, () => {})
    await prices.reload()
    const inForce = prices.of(gpt4o, new Date())
    expect(inForce.lines.find(({ meter }) => meter === 'input')?.priceMicrocentsPerMillion).toBe(250_000_000n)
    const owner = await connectAsOwner(ledger.url)
    await owner.query('alter table price_version rename to unreadable')
    await expect(prices.reload()).rejects.toThrow()
    await owner.query('alter table unreadable rename to price_version')
    await owner.end()
    expect(prices.of(gpt4o, new Date())).toEqual(inForce)
  })

  it.each([
    ['polly-standard', 'aws', '$0.000004 per character.', true],
    ['textract', 'aws', '$0.0015 per page.', true],
    ['tts-1', 'openai', '$0.000015 per character.', true],
    ['farebox-voice', 'embedded', '$0.000001 per character.', false],
    ['farebox-reader', 'embedded', '$0.0005 per page.', false],
  ])('%s of %s: %s; no margin where a vendor is paid', async (model, provider, sentence, isBought) => {
    const { id, providerId, lines } = await ledger.database.priceVersion.findFirstOrThrow({ where: { model }, include: { lines: true } })
    expect((await ledger.database.provider.findUniqueOrThrow({ where: { id: providerId } })).name).toBe(provider)
    expect(await explainPrice(ledger.database, id)).toBe(sentence)
    for (const { priceMicrocentsPerMillion: price, costMicrocentsPerMillion: cost } of lines) expect(cost).toBe(isBought ? price : 0n)
  })
})
