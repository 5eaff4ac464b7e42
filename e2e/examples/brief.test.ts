// The snippets people know from the pages this product answers, with nothing replaced but the host and the key.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ExampleWorld, exampleWorld, runFile } from './example-world.ts'

let world: ExampleWorld
beforeAll(async () => {
  world = await exampleWorld()
})
afterAll(() => world.stop())

async function answerOf<Answer>(name: string): Promise<Answer> {
  const { code, stdout, stderr } = await runFile(`examples/brief/${name}.mjs`, world.environment)
  expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' })
  return JSON.parse(stdout)
}

type Balance = { available_microcents: string }
type Completion = { usage: { cost_details: { base: string; markup: string } }; quota?: { billing_mode: string; credits_used: string } }

const balanceOf = async (externalUserId: string) =>
  BigInt((await world.api<Balance>('GET', `/v1/users/${externalUserId}/balance`)).available_microcents)
const microcentsOf = (dollars: string) => BigInt(dollars.replace('.', ''))

it('S7: the user-pays snippet with gpt-4o: the balance falls by base and markup', async () => {
  await world.buys(await world.aPerson('user_123'), 'starter')
  const before = await balanceOf('user_123')
  const { usage } = await answerOf<Completion>('user-pays')
  const [base, markup] = [microcentsOf(usage.cost_details.base), microcentsOf(usage.cost_details.markup)]
  expect(markup).toBe((base * 1_500n) / 10_000n)
  expect(markup).toBeGreaterThan(0n)
  expect(before - (await balanceOf('user_123'))).toBe(base + markup)
})

it('S11: X-Quota-User with gpt-4o-mini: the linked user pays, and the quota block is there', async () => {
  const before = await balanceOf('user_123')
  const { quota, usage } = await answerOf<Completion>('hosted-user')
  const { base, markup } = usage.cost_details
  const paid = microcentsOf(base) + microcentsOf(markup)
  expect(paid).toBeGreaterThan(0n)
  expect(before - (await balanceOf('user_123'))).toBe(paid)
  expect(quota?.billing_mode).toBe('user')
})

it('S8: the grant snippet gives $0.50; again it answers the first grant, and the pool pays once', async () => {
  await world.developerPaysIn('grant_pool', '5.00')
  const before = await balanceOf('user_123')
  expect(await answerOf('grant')).toMatchObject({ amount_granted: '0.50000000', duplicate: false })
  expect(await answerOf('grant')).toMatchObject({ amount_granted: '0.50000000', duplicate: true })
  expect((await balanceOf('user_123')) - before).toBe(50_000_000n)
})

it('S10: the OpenAI client with a developer key: the organization pays base, no markup, and no user is touched', async () => {
  await world.developerPaysIn('organization_topup', '5.00')
  const [user, organization] = [await balanceOf('user_123'), await developerBalance()]
  const { usage } = await answerOf<Completion>('developer-billing')
  expect(usage.cost_details.markup).toBe('0.00000000')
  expect(organization - (await developerBalance())).toBe(microcentsOf(usage.cost_details.base))
  expect(await balanceOf('user_123')).toBe(user)
})

it('S3: the pattern of a metered service at 400 microcents a character: "Hello, world!" costs 5,200', async () => {
  const before = await balanceOf('user_123')
  type Recorded = { allowed: { allowed: boolean }; exact_cost: number; charge: { total_microcents: string } }
  const { allowed, exact_cost: exactCost, charge } = await answerOf<Recorded>('metered-service')
  expect({ allowed: allowed.allowed, exactCost, total: charge.total_microcents }).toEqual({
    allowed: true,
    exactCost: 5_200,
    total: '5200',
  })
  expect(before - (await balanceOf('user_123'))).toBe(5_200n)
})

async function developerBalance(): Promise<bigint> {
  const authorization = `Bearer ${world.environment.FAREBOX_DEVELOPER_KEY}`
  return BigInt((await world.api<Balance>('GET', '/v1/balance', undefined, { authorization })).available_microcents)
}
