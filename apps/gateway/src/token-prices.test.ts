// A price per token, as people write it, from the request to the books.

import { dollars, makeApp, makeKey, makeRider, priceModel, topUp, walletTotals } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway

beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

describe('a price per million tokens', () => {
  it('S2: usd-cents 200 in, 600 out: 1,000 + 500 tokens are 500,000 microcents, at 15 % 575,000 = $0.00575000', async () => {
    await priceModel(gateway.database, 'gpt-4o-mini', { currency: 'usd-cents', tokens: 1_000_000, input: 200, output: 600 })
    await gateway.gateway.proxy.prices.reload()
    const app = await makeApp(gateway.database, { markupBps: 1_500 })
    const { secret } = await makeKey(gateway.database, app)
    const walletId = await makeRider(gateway.database, [app], 'ann')
    await topUp(gateway.database, walletId, dollars('1.00'))
    const call = (words: number) =>
      ask(gateway, { secret, user: 'ann', model: 'gpt-4o-mini', prompt: `stand-in: tokens=500\n${' word'.repeat(words)}`, max_tokens: 500 })
    const few = (await call(100)).json.usage.prompt_tokens
    const before = (await walletTotals(gateway.database, walletId)).available

    const { headers, json } = await call(100 + 1_000 - few)
    expect([json.usage.prompt_tokens, json.usage.completion_tokens]).toEqual([1_000, 500])
    expect(json.usage.cost_details).toMatchObject({ base: '0.00500000', markup: '0.00075000' })
    expect([json.usage.cost, headers.get('x-farebox-charge')]).toEqual(['0.00575000', '0.00575000'])
    expect(before - (await walletTotals(gateway.database, walletId)).available).toBe(575_000n)
  })
})
