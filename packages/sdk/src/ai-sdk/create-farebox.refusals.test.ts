// What the AI SDK's client does with a refusal of Farebox: what money refuses is not sent again, what waiting helps is.
import { generateText, streamText } from 'ai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { completion, refusal, type ScriptedFarebox, scriptedFarebox } from '../../test/scripted-farebox.ts'
import { InsufficientFundsError } from '../errors.ts'
import { createFarebox, fareboxErrorOf } from './index.ts'

let server: ScriptedFarebox
beforeAll(async () => {
  server = await scriptedFarebox()
})
afterAll(() => server.stop())

const model = () => createFarebox({ apiKey: 'sk', baseURL: `${server.baseURL}/v1/`, user: 'ann' })('gpt-4o-mini')
const generate = () => generateText({ model: model(), prompt: 'Hello' })
const word = (retry: boolean) => ({ 'x-should-retry': String(retry), 'retry-after-ms': '1' })

it('is asked once where money is short, and says where to add some', async () => {
  const empty = { status: 402, headers: word(false), body: refusal('wallet_empty', 'Empty.', { topup_url: 'https://wallet/top-up' }) }
  server.answers(empty, { body: completion })
  const failure = await generate().catch((thrown: unknown) => thrown)
  expect(failure).toMatchObject({ message: 'Empty.', statusCode: 402, isRetryable: false })
  expect(fareboxErrorOf(failure)).toBeInstanceOf(InsufficientFundsError)
  expect(fareboxErrorOf(failure)).toMatchObject({ code: 'wallet_empty', topupUrl: 'https://wallet/top-up', charged: false })
  expect(server.heard).toHaveLength(1)

  server.answers(empty, { body: completion })
  const told: unknown[] = []
  await streamText({ model: model(), prompt: 'Hello', onError: ({ error }) => void told.push(error) }).consumeStream()
  expect(fareboxErrorOf(told[0])).toMatchObject({ code: 'wallet_empty' })
  expect(server.heard).toHaveLength(1)
})

it('is asked again where the answer says so, also against the status’s habit', async () => {
  server.answers({ status: 503, headers: word(true), body: refusal('busy') }, { body: completion })
  expect((await generate()).text).toBe('Hello.')
  expect(server.heard).toHaveLength(2)

  server.answers({ status: 409, headers: word(false), body: refusal('hold_already_settled') }, { body: completion })
  await expect(generate()).rejects.toMatchObject({ statusCode: 409, isRetryable: false })
  expect(server.heard).toHaveLength(1)
})

it('takes a user’s token for each call, and makes nothing of errors that are not ours', async () => {
  server.answers({ body: completion }, { body: completion })
  let tokens = 0
  const farebox = createFarebox({ apiKey: async () => `ut-farebox-${++tokens}`, baseURL: server.baseURL })
  for (const _ of [1, 2]) await generateText({ model: farebox('gpt-4o-mini'), prompt: 'Hello' })
  expect(server.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer ut-farebox-1', 'Bearer ut-farebox-2'])
  expect(server.heard[0]?.headers['x-farebox-user']).toBeUndefined()
  expect(fareboxErrorOf(new Error('ours'))).toBeUndefined()
  expect(fareboxErrorOf(undefined)).toBeUndefined()
})
