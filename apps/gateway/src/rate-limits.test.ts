// 100 requests a minute for each payer of a key; a noisy user throttles nobody else.
import {
  dollars,
  makeApp,
  makeKey,
  makeRider,
  makeUser,
  organizationWalletId,
  payIn,
  topUp,
  type WorldApp,
  type WorldKey,
} from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGateway } from './open-gateway.ts'
import { ask } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
})
afterAll(() => gateway.stop())

async function calls(key: WorldKey, user: string | undefined, count: number) {
  const asked = { secret: key.secret, model: 'gpt-4o-mini', max_tokens: 1, ...(user && { user }) }
  const answers = []
  for (let made = 0; made < count; made += 20) {
    answers.push(...(await Promise.all(Array.from({ length: Math.min(20, count - made) }, () => ask(gateway, asked)))))
  }
  return answers
}

describe('the rate limit', () => {
  it('S18: the 101st call in a minute of one payer is 429 with headers; another payer on the same key is served', async () => {
    const key = await makeKey(gateway.database, app)
    for (const name of ['noisy', 'quiet']) {
      await topUp(gateway.database, (await makeUser(gateway.database, app, name)).walletId, dollars('5'))
    }
    const hundred = await calls(key, 'noisy', 100)
    expect(hundred.map(({ status }) => status).filter((status) => status !== 200)).toEqual([])
    const [refused] = await calls(key, 'noisy', 1)
    expect([refused?.status, refused?.json.error.code, refused?.json.error.metadata.bucket]).toEqual([429, 'rate_limit_exceeded', 'payer'])
    expect(refused?.headers.get('x-should-retry')).toBe('true')
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(refused?.headers.get('ratelimit-policy')).toBe('"payer";q=100;w=60')
    expect(refused?.headers.get('ratelimit')).toMatch(/^"payer";r=0;t=\d+$/)
    expect(refused?.headers.get('x-ratelimit-remaining-requests')).toBe('0')

    const [served] = await calls(key, 'quiet', 1)
    expect([served?.status, served?.headers.get('x-ratelimit-remaining-requests')]).toEqual([200, '99'])
    expect(served?.headers.get('x-ratelimit-limit-requests')).toBe('100')
  })

  it('S18: with developer billing the organization is the payer; sandbox keys count alike', async () => {
    await payIn(gateway.database, { walletId: await organizationWalletId(gateway.database, app), creditMicrocents: dollars('5') })
    for (const mode of ['live', 'sandbox'] as const) {
      const key = await makeKey(gateway.database, app, { billingMode: 'developer', mode })
      const answers = await calls(key, undefined, 101)
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(100).fill(200), 429])
    }
  })

  it('can be raised on a key', async () => {
    const key = await makeKey(gateway.database, app, { requestsPerMinute: 130 })
    const answers = await calls(key, 'quiet', 131)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(130)
  })
})

describe('what was spent of a limit', () => {
  it('G13: is known to a gateway that has just started: no counter of money is lost with its memory', async () => {
    const key = await makeKey(gateway.database, app)
    const walletId = await makeRider(gateway.database, [app], 'limited', dollars('0.01'))
    await payIn(gateway.database, { walletId, creditMicrocents: dollars('5') })
    const wish = { secret: key.secret, user: 'limited', prompt: 'stand-in: fill' }
    expect((await ask(gateway, wish)).json.choices[0]?.finish_reason).toBe('length')
    gateway.standIn.tally.reset()
    const restarted = await openGateway(gateway.settings)
    const restartedUrl = await restarted.app.listen({ port: 0, host: '127.0.0.1' })
    for (const url of [gateway.url, restartedUrl]) {
      const { status, json } = await ask({ url }, wish)
      expect([status, json.error.code, json.error.charged]).toEqual([402, 'spending_limit_reached', false])
    }
    expect(gateway.standIn.tally.requests()).toEqual([])
    await restarted.close()
  })
})
