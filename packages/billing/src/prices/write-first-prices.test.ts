// The catalogue as a start writes it: every model and every built-in service once, at the vendor's list price.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtInServices } from '../services/built-in/registry.ts'
import { type LedgerDatabase, ledgerDatabase } from '../testing/world.ts'
import { explainPrice } from './explain-price.ts'
import { writeFirstPrices } from './write-first-prices.ts'

let ledger: LedgerDatabase
const at = new Date()

beforeAll(async () => {
  ledger = await ledgerDatabase()
})
afterAll(() => ledger.close())

describe('writeFirstPrices', () => {
  it('writes a version for each model and each service, and nothing the second time', async () => {
    expect(await writeFirstPrices(ledger.database, { at, startsAt: at })).toBeGreaterThan(40)
    expect(await writeFirstPrices(ledger.database, { at, startsAt: at })).toBe(0)
    const priced = new Set((await ledger.database.priceVersion.findMany()).map(({ model }) => model))
    for (const { models } of builtInServices) for (const { id } of models) expect(priced).toContain(id)
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
