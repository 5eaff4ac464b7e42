// S17: what users pay for costs their developer nothing, whatever happens to the calls.
import { dollars, makeApp, makeKey, makeRider, organizationWalletId, payIn } from '@farebox/billing/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, open } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

it('S17: 1,000 user-paid calls with failures, disconnects and overshoot debit no account of the organization', async () => {
  const app = await makeApp(gateway.database)
  const key = await makeKey(gateway.database, app, { requestsPerMinute: 100_000 })
  const organizationWallet = await organizationWalletId(gateway.database, app)
  await payIn(gateway.database, { walletId: organizationWallet, creditMicrocents: dollars('10') })
  const riders = ['rider_1', 'rider_2', 'rider_3', 'rider_4']
  const wallets = await Promise.all(riders.map((rider) => makeRider(gateway.database, [app], rider)))
  for (const walletId of wallets) await payIn(gateway.database, { walletId, creditMicrocents: dollars('50') })

  const kinds = [
    'tokens=5',
    'fail=500',
    'tokens=9',
    'break=4',
    'overshoot=200',
    'fail=429',
    'empty',
    'no-usage tokens=7',
    'error-event=2',
    'leave',
  ]
  const call = async (at: number) => {
    const kind = kinds[at % kinds.length] ?? ''
    const asked = { secret: key.secret, user: riders[at % riders.length] ?? '', model: 'gpt-4o-mini', max_tokens: 30, stream: at % 3 === 0 }
    if (kind !== 'leave') return ask(gateway, { ...asked, prompt: `stand-in: ${kind}` })
    const leaving = new AbortController()
    const reply = await open(gateway, { ...asked, stream: true, prompt: 'stand-in: every=5 tokens=30', signal: leaving.signal })
    await reply.body?.getReader().read()
    return leaving.abort()
  }
  for (let at = 0; at < 1_000; at += 25) await Promise.all(Array.from({ length: 25 }, (_, place) => call(at + place)))
  await until('every hold to be resolved', async () => (await gateway.database.hold.count({ where: { state: 'open' } })) === 0)

  expect(await gateway.database.hold.count()).toBeGreaterThan(990)
  const debits = await gateway.database.transfer.findMany({
    where: { transactionId: { in: (await gateway.database.hold.findMany({ select: { id: true } })).map(({ id }) => id) } },
  })
  expect(new Set(debits.map(({ debitKind }) => debitKind))).toEqual(new Set(['lot', 'usage_loss']))
  expect(new Set(debits.filter(({ debitKind }) => debitKind === 'lot').map(({ walletId }) => walletId))).toEqual(new Set(wallets))
  expect(await gateway.database.lot.findMany({ where: { walletId: organizationWallet } })).toMatchObject([
    { availableMicrocents: dollars('10'), heldMicrocents: 0n },
  ])
}, 120_000)
