// The sample apps, run as their READMEs say. Next.js has a browser: e2e/sdk/hosted-tokens.spec.ts.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { organizationWalletId } from '../../packages/billing/src/testing/world.ts'
import { parseDollars } from '../../packages/money/src/index.ts'
import { type ExampleWorld, exampleWorld, runFile } from './example-world.ts'

let world: ExampleWorld
beforeAll(async () => {
  world = await exampleWorld()
  const bob = await world.aPerson('bob')
  await Promise.all([
    world.buys(bob, 'starter'),
    world.developerPaysIn('grant_pool', '5.00'),
    world.developerPaysIn('organization_topup', '5.00'),
  ])
})
afterAll(() => world.stop())

async function linesOf(file: string, more: Record<string, string> = {}): Promise<string[]> {
  const { code, stdout, stderr } = await runFile(`examples/${file}`, { ...world.environment, ...more })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.trim().split('\n')
}

it('user-pays-external: a welcome gift, answers until it is spent, and the way to add money', async () => {
  expect(await linesOf('user-pays-external/run.mjs', { CHAT_USER: 'ann' })).toEqual([
    'ann signs up and is given $0.00100000',
    expect.stringMatching(/^a streamed answer: 200, in \d\d+ pieces, at most \$0\.00/),
    'then some more, until 402: The wallet cannot pay for this call. Nothing was charged. Top up to continue.',
    expect.stringMatching(/^left: \$0\.000\d+ \((low|empty)\)$/),
    expect.stringMatching(/^add money at http.*\/checkout\/ord_/),
  ])
})

it('developer-pays: each end user has a part of the key’s budget, and one who used theirs up does not drain it for the others', async () => {
  const wallet = await organizationWalletId(world.database, world.app)
  const { id: apiKeyId } = await world.database.apiKey.findFirstOrThrow({ where: { appId: world.app.appId, billingMode: 'developer' } })
  const forEach = { endUserLimitMicrocents: parseDollars('0.01'), endUserPeriod: 'day' } as const
  await world.database.keyBudget.create({ data: { walletId: wallet, apiKeyId, ...forEach } })
  const available = async () => {
    const key = { authorization: `Bearer ${world.environment.FAREBOX_DEVELOPER_KEY}` }
    const { available_microcents } = await world.api<{ available_microcents: string }>('GET', '/v1/balance', undefined, key)
    return BigInt(available_microcents)
  }
  const before = await available()
  const [until, spent, served] = await linesOf('developer-pays/run.mjs')
  expect(until).toMatch(/^greedy-\d+ is served until key_budget_reached$/)
  expect(spent).toMatch(/^ {2}0\.00\d+ of 0\.01000000 dollars, again from 20/)
  expect(served).toMatch(/^modest-\d+ is served as before, for \$0\.00\d+$/)
  const [, greedy = '', modest = ''] = /^ {2}(\S+) of .*\$(\S+)$/s.exec(`${spent}${served}`) ?? []
  expect(before - (await available())).toBe(parseDollars(greedy) + parseDollars(modest))
})

it('frameworks: Hono, Nuxt’s h3, a SvelteKit handler and React Router stream a chat that the signed-in user pays', async () => {
  const { code, stdout, stderr } = await runFile('examples/frameworks/run.ts', world.environment, ['bob'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const paid = (framework: string) => expect.stringMatching(new RegExp(`^${framework}: 200, streamed, bob paid \\$0\\.0000\\d+$`))
  expect(stdout.trim().split('\n')).toEqual(['Hono', 'Nuxt', 'SvelteKit', 'Remix'].map(paid))
})
