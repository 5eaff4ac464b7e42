// Storage that its users pay for, run as its README says.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ExampleWorld, exampleWorld, runFile } from './example-world.ts'

const USER = 'keeper_1'
let world: ExampleWorld
let keeper: { walletId: string }
beforeAll(async () => {
  world = await exampleWorld()
  // Somebody with a wallet of their own: what an unclaimed wallet was topped up with buys models only.
  keeper = await world.aPerson(USER)
})
afterAll(() => world.stop())

type Balance = { available_microcents: string }
const balance = async () => BigInt((await world.api<Balance>('GET', `/v1/users/${USER}/balance`)).available_microcents)
const story = () => runFile('examples/metered-storage/run.mjs', { ...world.environment, STORAGE_USER: USER })

it('stores nothing for somebody who cannot pay a day of it', async () => {
  const { code, stdout } = await story()
  expect(code).toBe(0)
  expect(stdout).toContain(`${USER} stores 2.5 MB: 402`)
  expect(stdout).toContain('topup_url')
})

it('charges three megabytes for three days, each day once, and nothing after the file is gone', async () => {
  await world.buys(keeper, 'starter')
  const before = await balance()
  const { code, stdout, stderr } = await story()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n').map((line) => line.replace(/ \(ch_\w+\)/, ''))).toEqual([
    `${USER} stores 2.5 MB: 200`,
    'day 1: $0.00300000 for 3 MB',
    'day 2: $0.00300000 for 3 MB',
    'day 2: nothing to pay',
    'day 3: $0.00300000 for 3 MB',
    `${USER} deletes it: 200`,
    'day 4: nothing to pay',
    '',
  ])
  expect(before - (await balance())).toBe(900_000n)
})
