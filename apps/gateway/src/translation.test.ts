// Translation per character: a service that one file added, metered and charged like the others.
import { dollars, makeApp, makeKey, makeUser, payIn } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let secret: string

beforeAll(async () => {
  gateway = await startGateway()
  const app = await makeApp(gateway.database, { markupBps: 1_000 })
  secret = (await makeKey(gateway.database, app)).secret
  const { walletId } = await makeUser(gateway.database, app, 'rider')
  await payIn(gateway.database, { walletId, creditMicrocents: dollars('1') })
})
afterAll(() => gateway.stop())

const translate = (body: object) =>
  fetch(`${gateway.url}/v1/users/rider/translation`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
type Refused = { error: { code: string; param: string | null } }

describe('translation', () => {
  it('charges the characters DeepL billed: 12 at 2,500 microcents, at 10 % 33,000', async () => {
    const reply = await translate({ input: 'Good morning', target: 'de' })
    expect(await reply.json()).toMatchObject({
      object: 'translation',
      text: '[stand-in DE] 12 characters, text 1',
      source: 'EN',
      usage: { characters: 12, cost: '0.00033000', cost_details: { base: '0.00030000', provider_cost: '0.00030000' } },
    })
    expect(gateway.standIn.services.totals().deepl).toMatchObject({ units: 12, costMicrocents: '30000' })
  })

  it('is in the price list and in the documentation, without a line about it anywhere else', async () => {
    const [prices, document] = await Promise.all(
      ['/v1/prices', '/openapi.json'].map((path) => fetch(gateway.url + path).then((reply) => reply.text())),
    )
    expect(prices).toContain('"explained":"$0.000025 per character."')
    expect(document).toContain('/v1/users/{externalUserId}/translation')
  })

  it('refuses what DeepL cannot do, and charges nothing when it fails', async () => {
    const code = async (body: object) => ((await (await translate(body)).json()) as Refused).error.code
    expect(await code({ input: '', target: 'DE' })).toBe('invalid_request')
    expect(await code({ input: 'Hello', target: 'Klingon' })).toBe('invalid_request')
    expect(await code({ input: 'Hello', target: 'DE', tone: 'formal' })).toBe('unsupported_parameter')
    gateway.standIn.services.order({ service: 'deepl', status: 503 })
    expect(await code({ input: 'Hello', target: 'DE' })).toBe('provider_overloaded')
    expect(await gateway.database.charge.count()).toBe(1)
  })
})
