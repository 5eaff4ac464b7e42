// A chat call through the gateway: real client, real database, the stand-in as provider.
import { dollars, grant, makeApp, makeKey, makeUser, topUp, type WorldApp, type WorldKey, walletTotals } from '@farebox/billing/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
const clientFor = (user: string) => new OpenAI({ apiKey: key.secret, baseURL: `${gateway.url}/v1/users/${user}`, maxRetries: 0 })

describe('a chat call', () => {
  it('S7: with gpt-4o costs its user base and markup, as the stand-in counted', async () => {
    const user = await makeUser(gateway.database, app, 'user_s7')
    await topUp(gateway.database, user.walletId, dollars('5'))
    gateway.standIn.tally.reset()
    const { data: answer, response } = await clientFor('user_s7').chat.completions.create({ model: 'gpt-4o', messages }).withResponse()

    const [seen] = gateway.standIn.tally.requests()
    const base = BigInt(seen?.costMicrocents ?? -1)
    const total = base + (base * 1_500n) / 10_000n
    expect(answer.choices[0]?.message.content).toMatch(/^\[stand-in\]/)
    expect(answer.usage).toMatchObject({
      prompt_tokens: seen?.promptTokens,
      completion_tokens: seen?.completionTokens,
      cost: asDollars(total),
      cost_details: { base: asDollars(base), markup: asDollars(total - base), provider_cost: asDollars(base), margin: '0.00000000' },
    })
    expect(answer).toMatchObject({ farebox: { charge_id: expect.stringMatching(/^ch_/) } })
    expect(response.headers.get('x-farebox-charge')).toBe(asDollars(total))
    expect(response.headers.get('x-farebox-provider')).toBe('openai; stand-in')
    expect(response.headers.get('x-farebox-balance')).toBe('ok')
    expect(await walletTotals(gateway.database, user.walletId)).toEqual({ available: dollars('5') - total, held: 0n })
  })

  it('streams to a client that asked for usage: the last chunk carries the charge', async () => {
    const user = await makeUser(gateway.database, app, 'user_stream')
    await grant(gateway.database, app, user.walletId, dollars('1'))
    gateway.standIn.tally.reset()
    const stream = await clientFor('user_stream').chat.completions.create({
      model: 'gpt-4o-mini',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let last: unknown
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      last = chunk
    }
    const [seen] = gateway.standIn.tally.requests()
    const base = BigInt(seen?.costMicrocents ?? -1)
    expect(text).toMatch(/^\[stand-in\].*rely on them\.$/)
    // A grant pays base only.
    expect(last).toMatchObject({
      usage: { cost: asDollars(base), completion_tokens: seen?.completionTokens },
      farebox: { hold: expect.any(String) },
    })
    expect(await walletTotals(gateway.database, user.walletId)).toEqual({ available: dollars('1') - base, held: 0n })
  })
})

function asDollars(microcents: bigint): string {
  const digits = String(microcents).padStart(9, '0')
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`
}
