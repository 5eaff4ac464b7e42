// Many calls at once, compared with totals that are not ours: the stand-in counts what it served by a price list of its own.
import {
  dollars,
  grant,
  makeApp,
  makeKey,
  makeRider,
  makeUser,
  payIn,
  topUp,
  type WorldApp,
  type WorldKey,
  walletTotals,
} from '@farebox/billing/testing'
import { microcents } from '@farebox/money'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnswerJson, ask } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 100_000 })
})
afterAll(() => gateway.stop())

const clientFor = (user: string) => new OpenAI({ apiKey: key.secret, baseURL: `${gateway.url}/v1/users/${user}` })
const microcentsOf = (text: string) => BigInt(text.replace('.', ''))

describe('200 mixed calls', () => {
  it('G26: cost exactly what the stand-in says they cost, wherever the money came from', async () => {
    const plain = await makeRider(gateway.database, [app], 'plain')
    await payIn(gateway.database, { walletId: plain, creditMicrocents: dollars('8.50') })
    const mixed = await makeRider(gateway.database, [app], 'mixed')
    // Small lots, so that many calls draw from two.
    await grant(gateway.database, app, mixed, dollars('0.002'))
    for (let lot = 0; lot < 60; lot++) await payIn(gateway.database, { walletId: mixed, creditMicrocents: dollars('0.0025') })
    await payIn(gateway.database, { walletId: mixed, creditMicrocents: dollars('5') })
    gateway.standIn.tally.reset()

    const models = ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4', 'o1-mini']
    const costs: string[] = []
    const call = async (at: number) => {
      const client = clientFor(at % 2 ? 'plain' : 'mixed')
      const request = {
        model: models[at % models.length] as string,
        messages: [{ role: 'user' as const, content: `Call ${at}\nstand-in: tokens=${20 + (at % 60)}` }],
        max_completion_tokens: 200,
      }
      if (at % 3 === 0) {
        let last: unknown
        for await (const chunk of await client.chat.completions.create({
          ...request,
          stream: true,
          stream_options: { include_usage: true },
        }))
          last = chunk
        costs.push((last as AnswerJson).usage.cost)
      } else {
        const answer: unknown = await client.chat.completions.create(request)
        costs.push((answer as AnswerJson).usage.cost)
      }
    }
    for (let at = 0; at < 200; at += 20) await Promise.all(Array.from({ length: 20 }, (_, place) => call(at + place)))

    const charged = costs.reduce((total, cost) => total + microcentsOf(cost), 0n)
    const totals = gateway.standIn.tally.totals()
    const charges = await gateway.database.charge.findMany({ where: { walletId: { in: [plain, mixed] } } })
    const sum = (part: 'baseMicrocents' | 'markupMicrocents') => charges.reduce((total, charge) => total + charge[part], 0n)
    const start = dollars('8.50') + dollars('0.002') + 60n * dollars('0.0025') + dollars('5')
    const left = (await walletTotals(gateway.database, plain)).available + (await walletTotals(gateway.database, mixed)).available
    expect(charges).toHaveLength(200)
    expect(totals.unpriced).toBe(0)
    expect(sum('baseMicrocents')).toBe(BigInt(totals.costMicrocents))
    expect(start - left).toBe(charged)
    expect(sum('baseMicrocents') + sum('markupMicrocents')).toBe(charged)

    const transfers = await gateway.database.transfer.findMany({ where: { walletId: { in: [plain, mixed] }, debitKind: 'lot' } })
    const pending = transfers
      .filter(({ creditKind }) => creditKind === 'earnings_pending')
      .reduce((total, each) => total + each.amountMicrocents, 0n)
    expect(pending).toBe(sum('markupMicrocents'))
    const lotsOf = Map.groupBy(transfers, ({ transactionId }) => transactionId)
    const overTwoLots = [...lotsOf.values()].filter((lines) => new Set(lines.map(({ debitId }) => debitId)).size > 1)
    expect(overTwoLots.length).toBeGreaterThanOrEqual(20)
  })
})

describe('64 concurrent calls on a wallet that holds exactly 5', () => {
  it('5 are answered in full, 59 refused; the provider saw 5, and no client asked twice', async () => {
    const prompt = 'stand-in: gate=sixty-four fill'
    const rich = await makeUser(gateway.database, app, 'rich')
    await topUp(gateway.database, rich.walletId, dollars('5'))
    const probe = ask(gateway, { secret: key.secret, user: 'rich', prompt, max_tokens: 100 })
    await until('the probe to wait', () => gateway.standIn.gates.list().some(({ waiting }) => waiting === 1))
    gateway.standIn.gates.release('sixty-four')
    const hold = microcentsOf((await probe).json.farebox.hold)
    gateway.standIn.gates.reset()
    gateway.standIn.tally.reset()

    const five = await makeUser(gateway.database, app, 'five')
    // 63 tokens of output at $10 a million, with markup: not enough for a sixth.
    await topUp(gateway.database, five.walletId, microcents(hold * 5n + 63n * 1_150n))
    let requests = 0
    const client = new OpenAI({
      apiKey: key.secret,
      baseURL: `${gateway.url}/v1/users/five`,
      fetch: (...wanted) => {
        requests += 1
        return fetch(...wanted)
      },
    })
    let decided = 0
    const calls = Array.from({ length: 64 }, () =>
      client.chat.completions
        .create({ model: 'gpt-4o', messages: [{ role: 'user', content: prompt }], max_tokens: 100 })
        .withResponse()
        .then(
          ({ response, data }) => ({
            status: response.status,
            clamped: response.headers.get('x-farebox-max-tokens-clamped'),
            data,
            error: undefined,
          }),
          (error) => {
            decided += 1
            return { status: error.status, clamped: null, data: undefined, error }
          },
        ),
    )
    await until('all 64 decisions', () => decided + gateway.standIn.tally.requests().length >= 64)
    gateway.standIn.gates.release('sixty-four')
    const answers = await Promise.all(calls)
    const served = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ status }) => status === 402)
    expect([served.length, refused.length, gateway.standIn.tally.requests().length, requests]).toEqual([5, 59, 5, 64])
    expect(served.every(({ clamped, data }) => clamped === null && data?.usage?.completion_tokens === 100)).toBe(true)
    for (const { error } of refused) {
      expect(['wallet_empty', 'funds_held']).toContain(error.code)
      expect(error.error.metadata).toMatchObject({
        limit_source: 'wallet',
        topup_url: expect.any(String),
        affordable_max_tokens: expect.any(Number),
      })
    }
  })
})
