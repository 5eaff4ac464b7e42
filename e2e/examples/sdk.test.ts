// The SDK's server side against a Farebox that runs: what each call answers, and that the money moved is what it says.
import { generateText, streamText } from 'ai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeKey } from '../../packages/billing/src/testing/world.ts'
import { pdfOfLines } from '../../packages/engines/src/testing/index.ts'
import { createFarebox, fareboxErrorOf } from '../../packages/sdk/src/ai-sdk/index.ts'
import { type FareboxServer, fareboxServer, InsufficientFundsError } from '../../packages/sdk/src/server/index.ts'
import { running } from '../env.ts'
import { type ExampleWorld, exampleWorld } from './example-world.ts'

const baseURL = running.gateway
const model = 'gpt-4o-mini'
let world: ExampleWorld
let farebox: FareboxServer
beforeAll(async () => {
  world = await exampleWorld()
  farebox = fareboxServer({ apiKey: world.environment.FAREBOX_API_KEY, baseURL })
  const ann = await world.aPerson('ann')
  await Promise.all([
    world.buys(ann, 'starter'),
    world.developerPaysIn('grant_pool', '5.00'),
    world.developerPaysIn('organization_topup', '5.00'),
  ])
})
afterAll(() => world.stop())

const microcentsOf = (dollars: string | undefined) => BigInt((dollars ?? '-1').replace('.', ''))
const left = async (user = 'ann') => BigInt((await farebox.forUser(user).balance()).available_microcents)

it('a chat costs what it says, by path and by header, whole and streamed', async () => {
  let before = await left()
  for (const payer of [farebox.forUser('ann'), farebox.forHostedUser('ann')]) {
    const answer = await payer.chat('What is a fare?', { model })
    expect(answer).toMatchObject({ message: { role: 'assistant', content: [{ type: 'text', text: answer.text }] }, finish_reason: 'stop' })
    expect(`${answer}`).toMatch(/^\[stand-in\]/)
    expect(before - (await left())).toBe(microcentsOf(answer.usage.cost))
    expect(await farebox.charges.get(answer.charge.id)).toMatchObject({ total: answer.usage.cost, external_user_id: 'ann' })
    before = await left()
  }
  let [text, cost] = ['', undefined as string | undefined]
  for await (const chunk of await farebox.forUser('ann').chat('What is a fare?', { model, stream: true })) {
    text += chunk.text
    cost = chunk.charge?.total ?? cost
  }
  expect(text).toMatch(/^\[stand-in\]/)
  expect(before - (await left())).toBe(microcentsOf(cost))
})

it('a stream that is left costs what was produced, and the same call under one key is paid once', async () => {
  const stop = new AbortController()
  const filling = { model, stream: true, max_tokens: 4_000, signal: stop.signal } as const
  for await (const chunk of await farebox.forUser('ann').chat('stand-in: fill', filling)) if (chunk.text) break
  const newest = async () => (await farebox.charges.list({ limit: 1 })).data[0]
  await expect.poll(newest).toMatchObject({ status: 'settled', outcome: 'client_left' })

  const once = { model, idempotencyKey: 'summary-of-order-42' }
  const [first, second] = [await farebox.forUser('ann').chat('Hello', once), await farebox.forUser('ann').chat('Hello', once)]
  expect(second.charge.id).toBe(first.charge.id)
})

it('speech, reading, a quote and the question whether somebody can pay', async () => {
  const before = await left()
  const spoken = await farebox.forUser('ann').speech({ model: 'farebox-voice', input: 'Hello' })
  expect({ type: spoken.contentType, bytes: spoken.audio.byteLength > 1_000 }).toEqual({ type: 'audio/wav', bytes: true })
  expect(before - (await left())).toBe(microcentsOf(spoken.charge.total))
  const quote = await farebox.forUser('ann').quote('Hello', { model })
  expect(quote).toMatchObject({ object: 'quote', affordable: true, clamp: null })
  expect(await farebox.fundingAllowed({ external_user_id: 'ann', minimum: 1 })).toMatchObject({ allowed: true, code: null })
  const read = await farebox.forUser('ann').ocr({ document: pdfOfLines([['The fare is paid by who rides']]).toString('base64') })
  expect(read.text).toContain('fare')
  expect(read.charge.total).toMatch(/^0\.00/)
  await expect(farebox.forUser('ann').ocr({ document: 'bm90IGEgZG9jdW1lbnQ=' })).rejects.toMatchObject({ status: 400, charged: false })
})

it('users: named, given, sent to connect and to buy, and forgotten', async () => {
  expect(await farebox.users.put('bob', { email: 'bob@example.com' })).toMatchObject({ external_user_id: 'bob', wallet: 'unclaimed' })
  const give = () => farebox.users.grant('bob', { amount: '0.10', description: 'Welcome' }, { idempotencyKey: 'welcome:bob' })
  expect(await give()).toMatchObject({ amount_granted: '0.10000000', duplicate: false })
  expect(await give()).toMatchObject({ duplicate: true })
  expect(await left('bob')).toBe(10_000_000n)
  const link = await farebox.users.connectLink('bob', { redirect_uri: 'http://localhost:5173/connected', label: 'bob@example.com' })
  expect(link.url).toMatch(new RegExp(`^${running.wallet}/connect/link/`))
  await expect(farebox.users.confirmConnectLink('bob', 'made up')).rejects.toMatchObject({ code: 'not_found' })
  const home = 'http://localhost:5173/'
  const checkout = await farebox.users.checkout('bob', { package_id: 'starter', success_url: home, cancel_url: home })
  expect(checkout.url).toMatch(new RegExp(`^${running.wallet}/checkout/ord_`))
  expect((await farebox.packages()).data.map(({ id }) => id)).toContain('starter')
  expect((await farebox.users.list()).data.map(({ id }) => id)).toEqual(['ann', 'bob'])
  await farebox.users.put('nobody')
  expect(await farebox.users.delete('nobody')).toMatchObject({ deleted: true })
  await expect(farebox.users.get('nobody')).rejects.toMatchObject({ code: 'user_not_found', status: 404 })
})

it('what a developer meters: defined, held, settled, charged, and given back once', async () => {
  await farebox.services.define({ name: 'thumbnail', price: { cents: 1, per: 1, unit: 'image' } })
  expect((await farebox.services.list()).data.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['thumbnail', 'Built-in voice, English']),
  )
  const before = await left()
  const hold = await farebox.holds.open({ service: 'thumbnail', user: 'ann', units_max: 5 })
  expect(await farebox.holds.renew(hold.id)).toMatchObject({ status: 'open' })
  expect(await farebox.holds.settle(hold.id, { units: 2 })).toMatchObject({ status: 'settled', charged: '0.02000000' })
  expect(await farebox.holds.get(hold.id)).toMatchObject({ status: 'settled' })
  const other = await farebox.holds.open({ service: 'thumbnail', user: 'ann', units_max: 5 })
  expect(await farebox.holds.release(other.id)).toMatchObject({ status: 'released' })
  const charge = await farebox.charges.create({ service: 'thumbnail', user: 'ann', units: 1 })
  expect(before - (await left())).toBe(3_000_000n)
  expect(await farebox.charges.reverse(charge.id, 'It was blank.')).toMatchObject({ amount: '0.01000000' })
  expect(before - (await left())).toBe(2_000_000n)
})

it('a shortage is InsufficientFundsError with the way to add money', async () => {
  await farebox.users.put('poor')
  const failure = await farebox
    .forUser('poor')
    .chat('Hello', { model })
    .catch((thrown: unknown) => thrown)
  expect(failure).toBeInstanceOf(InsufficientFundsError)
  expect(failure).toMatchObject({ code: 'wallet_empty', charged: false, topupUrl: expect.stringContaining(running.wallet) })
})

it('the AI SDK: a user pays, the answer says what it did cost, and a 402 is asked for once', async () => {
  let calls = 0
  const counted: typeof fetch = (...given) => {
    calls += 1
    return fetch(...given)
  }
  const provider = (user: string) => createFarebox({ apiKey: world.environment.FAREBOX_API_KEY, baseURL, user, fetch: counted })
  const before = await left()
  const { text, providerMetadata } = await generateText({ model: provider('ann')(model), prompt: 'What is a fare?' })
  expect(text).toMatch(/^\[stand-in\]/)
  const spent = before - (await left())
  expect(microcentsOf(providerMetadata?.farebox?.cost as string)).toBe(spent)

  const stream = streamText({ model: provider('ann')(model), prompt: 'What is a fare?' })
  expect(await stream.text).toBe(text)
  expect((await stream.providerMetadata)?.farebox).toMatchObject({
    cost: expect.stringMatching(/^0\./),
    chargeId: expect.stringMatching(/^ch_/),
  })

  calls = 0
  const failure = await generateText({ model: provider('poor')(model), prompt: 'Hello' }).catch((thrown: unknown) => thrown)
  expect({ code: fareboxErrorOf(failure)?.code, calls }).toEqual({ code: 'wallet_empty', calls: 1 })
})

it('developer billing: the organization pays, and who used it is noted', async () => {
  const { secret } = await makeKey(world.database, world.app, { billingMode: 'developer' })
  const ours = fareboxServer({ apiKey: secret, baseURL })
  const before = BigInt((await ours.balance()).available_microcents)
  const answer = await ours.chat('Hello', { model, endUser: 'visitor-7' })
  expect(before - BigInt((await ours.balance()).available_microcents)).toBe(microcentsOf(answer.usage.cost))
  expect(await ours.charges.get(answer.charge.id)).toMatchObject({ end_user: 'visitor-7', markup: '0.00000000' })
})
