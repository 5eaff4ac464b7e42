// What speech and OCR refuse, and that a refusal costs nothing: the wallet is compared before and after each.
import { dollars, makeApp, makeKey, makeUser, payIn, type WorldApp } from '@farebox/billing/testing'
import { pdfOfLines } from '@farebox/engines/testing'
import { reconcile } from '@farebox/ledger/reconcile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let secret: string

beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database, { markupBps: 0 })
  secret = (await makeKey(gateway.database, app)).secret
  await fund('rider', '20')
})
afterAll(() => gateway.stop())

async function fund(user: string, amount: string) {
  const { walletId } = await makeUser(gateway.database, app, user)
  await payIn(gateway.database, { walletId, creditMicrocents: dollars(amount) })
  return walletId
}
type Refused = { error: { code: string; message: string; param: string | null; metadata: Record<string, unknown> } }

async function ask(path: string, body: unknown, { user = 'rider', key = secret }: { user?: string; key?: string } = {}) {
  const reply = await fetch(`${gateway.url}/v1/users/${user}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = reply.headers.get('content-type')?.startsWith('application/json') ? await reply.text() : '{}'
  return { status: reply.status, headers: reply.headers, ...(JSON.parse(text) as Partial<Refused>) }
}
async function balance(user = 'rider') {
  const reply = await fetch(`${gateway.url}/v1/users/${user}/balance`, { headers: { authorization: `Bearer ${secret}` } })
  return (await reply.json()) as { balance: string; held: string }
}
const speak = (changes: object, who?: Parameters<typeof ask>[2]) =>
  ask('/audio/speech', { model: 'polly-standard', input: 'Hello.', voice: 'Joanna', ...changes }, who)
const read = (changes: object, who?: Parameters<typeof ask>[2]) =>
  ask('/ocr', { document: pdfOfLines([['hello']]).toString('base64'), ...changes }, who)
const pages = (count: number) => pdfOfLines(Array.from({ length: count }, () => ['x'])).toString('base64')
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('bad input is refused by name and charges nothing', () => {
  it.each([
    ['nothing to say', { input: '' }, 'invalid_request', 'input'],
    ['only signs', { input: '…?!' }, 'invalid_request', 'input'],
    ['control characters', { input: 'hello\u0007\u001b[31m' }, 'invalid_request', 'input'],
    ['4,097 characters', { input: 'a'.repeat(4_097) }, 'invalid_request', 'input'],
    ['more than Polly says at once', { input: 'a'.repeat(3_001) }, 'invalid_request', 'input'],
    ['10 MB', { input: 'speak '.repeat(1_750_000) }, 'invalid_request', 'input'],
    ['a number', { input: 12 }, 'invalid_request', 'input'],
    ['an unknown model', { model: 'tts-9' }, 'model_not_found', 'model'],
    ['a chat model', { model: 'gpt-4o' }, 'model_not_found', 'model'],
    ['a pace Polly has not', { speed: 2 }, 'invalid_request', 'speed'],
    ['a format nobody writes', { response_format: 'midi' }, 'invalid_request', 'response_format'],
    [
      'a format the built-in voice has not',
      { model: 'farebox-voice', response_format: 'mp3', voice: 'slt' },
      'invalid_request',
      'response_format',
    ],
    ['a voice that is not there', { model: 'farebox-voice', voice: 'nobody' }, 'invalid_request', 'voice'],
    ['another script, for an English voice', { model: 'farebox-voice', voice: 'slt', input: '你好，世界' }, 'invalid_request', 'input'],
    ['a parameter nobody knows', { emotion: 'joy' }, 'unsupported_parameter', 'emotion'],
    ['a negative cap', { max_charge: -1 }, 'invalid_request', 'max_charge'],
    ['a voice the vendor refuses', { voice: 'nobody' }, 'provider_refused', null],
  ])('speech: %s', async (_, changes, code, param) => {
    const before = await balance()
    const { status, error } = await speak(changes)
    expect([code, error?.code === code && status < 500]).toEqual([error?.code, true])
    expect(error?.param ?? null).toBe(param)
    expect(await balance()).toEqual(before)
  })

  it.each([
    ['nothing', { document: '' }, 'document'],
    ['an empty file', { document: 'data:image/png;base64,' }, 'document'],
    ['what is not base64', { document: 'https://example.com/scan.pdf' }, 'document'],
    ['text that is called a PDF', { document: `data:application/pdf;base64,${base64('hello')}` }, 'document'],
    [
      'half a PDF',
      {
        document: pdfOfLines([['hello']])
          .subarray(0, 80)
          .toString('base64'),
      },
      'document',
    ],
    ['10,000 pages', { document: pages(10_000) }, 'document'],
    ['31 pages', { document: pages(31) }, 'document'],
    ['more pages than asked for', { document: pages(3), max_pages: 2 }, 'document'],
    ['half a page', { max_pages: 0.5 }, 'max_pages'],
    ['a thousand pages at most', { max_pages: 1_000 }, 'max_pages'],
  ])('OCR: %s', async (_, changes, param) => {
    const before = await balance()
    const { status, error } = await read(changes)
    expect([status, error?.code, error?.param]).toEqual([400, 'invalid_request', param])
    expect(error?.message).toContain('Nothing was charged')
    expect(await balance()).toEqual(before)
  })
})

describe('money', () => {
  it('G3: the hold is the worst case: a wallet one microcent short is refused before anybody works', async () => {
    await fund('short', '0.0045')
    await fund('exact', '0.0045')
    await speak({ model: 'farebox-voice', input: 'a', voice: 'slt' }, { user: 'short' })
    const counted = gateway.standIn.services.totals().textract
    const { status, error } = await read({ model: 'textract', document: pages(3) }, { user: 'short' })
    expect([status, error?.code]).toEqual([402, 'wallet_empty'])
    expect(error?.metadata.topup_url).toContain('http')
    expect(gateway.standIn.services.totals().textract).toEqual(counted)
    expect((await read({ model: 'textract', document: pages(3) }, { user: 'exact' })).status).toBe(200)
    expect(await balance('exact')).toMatchObject({ balance: '0.00000000', held: '0.00000000' })
  })

  it('of many at once with money for one, one is served', async () => {
    await fund('last', '0.0015')
    const all = await Promise.all(Array.from({ length: 8 }, () => read({ model: 'textract' }, { user: 'last' })))
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 7 }, () => 402)])
    expect(await balance('last')).toMatchObject({ balance: '0.00000000' })
  })

  it('max_charge is a cap: a call that could cost more is not made', async () => {
    const { status, error } = await read({ model: 'textract', document: pages(3), max_charge: '0.0044' })
    expect([status, error?.code]).toEqual([402, 'call_limit_reached'])
    expect((await read({ model: 'textract', document: pages(3), max_charge: '0.0045' })).status).toBe(200)
  })

  it('G16: of all routes, only those that reserve first reach anybody who bills, whatever is asked of the others', async () => {
    const documented = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as { paths: Record<string, object> }
    const routes = Object.entries(documented.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })))
    const elsewhere = ['completions', 'responses', 'messages', 'embeddings', 'images/generations', 'audio/transcriptions', 'moderations']
      .concat('batches', 'files', 'chat/completions/x', 'models/gpt-4o:generateContent', 'openai/v1/chat/completions')
      .flatMap((name) => [`/v1/${name}`, `/v1/users/{externalUserId}/${name}`].map((path) => ({ path, method: 'post' })))
    const chat = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello.' }], max_tokens: 10 }
    const metered: Record<string, object> = {
      '/chat/completions': chat,
      '/audio/speech': { model: 'polly-standard', input: 'Hello.', voice: 'Joanna' },
      '/ocr': { model: 'textract', document: pages(1) },
      '/translation': { input: 'Hello.', target: 'DE' },
    }
    const paths = Object.keys(metered).flatMap((name) => [`/v1${name}`, `/v1/users/{externalUserId}${name}`])
    const bodyFor = (path: string) =>
      metered[path.replace(/^\/v1(\/users\/\{externalUserId\})?/, '')] ?? { ...chat, input: 'Hello.', prompt: 'Hello.' }
    const billed = () =>
      JSON.stringify([gateway.standIn.tally.requests().length, gateway.standIn.services.totals()], (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      )
    const reaching = async (user: string) => {
      const found = new Set<string>()
      for (const { path, method } of [...routes, ...elsewhere]) {
        const url = gateway.url + path.replace('{externalUserId}', user).replaceAll(/\{\w+\}/g, 'x')
        const headers = { authorization: `Bearer ${secret}`, 'x-farebox-user': user, 'content-type': 'application/json' }
        const before = billed()
        const body = method === 'get' ? {} : { body: JSON.stringify(bodyFor(path)) }
        const reply = await fetch(url, { method: method.toUpperCase(), headers, ...body })
        await reply.arrayBuffer()
        if (billed() !== before) found.add(`${path} ${reply.headers.get('x-farebox-charge') ? 'charged' : 'FREE'}`)
      }
      return [...found].toSorted()
    }
    await makeUser(gateway.database, app, 'penniless')
    expect(await reaching('penniless')).toEqual([])
    await fund('paying', '5')
    expect(await reaching('paying')).toEqual(paths.map((path) => `${path} charged`).toSorted())
  })

  it('G12: a vendor that fails is not paid for, whatever it says', async () => {
    const before = await balance()
    for (const status of [400, 429, 500, 503]) {
      gateway.standIn.services.order({ service: 'polly', status })
      const refused = await speak({})
      expect(['provider_overloaded', 'provider_error']).toContain(refused.error?.code)
      gateway.standIn.services.order({ service: 'textract', status })
      expect((await read({ model: 'textract' })).error?.code).toBe(refused.error?.code)
    }
    expect(await balance()).toEqual(before)
  })

  it('a sandbox key never reaches a vendor, and a live wallet never pays for it', async () => {
    const key = (await makeKey(gateway.database, app, { mode: 'sandbox' })).secret
    await makeUser(gateway.database, app, 'tester', 'sandbox')
    const before = await balance()
    const { status, headers } = await speak({}, { user: 'tester', key })
    expect([status, headers.get('x-farebox-provider')]).toEqual([200, 'aws; stand-in'])
    expect(await balance()).toEqual(before)
  })

  it('a server that stops lets work end, ends what does not, and charges nothing for that; the loss is ours', async () => {
    const before = await balance()
    const other = await startGateway({ databaseUrl: gateway.databaseUrl, standInUrl: gateway.standIn.url })
    gateway.standIn.services.order({ service: 'polly', slowMs: 3_000 })
    const asked = fetch(`${other.url}/v1/users/rider/audio/speech`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'polly-standard', input: 'Too late.', voice: 'Joanna' }),
    })
    await until('the call to be held', async () => (await balance()).held !== '0.00000000')
    await other.close(200)
    const refused = (await (await asked).json()) as Refused
    expect(refused.error.code).toBe('stopping')
    expect(await balance()).toEqual(before)
    await other.stop()
  })

  it('the books are whole after all of this', async () => {
    expect((await reconcile(gateway.database)).flatMap(({ breaks }) => breaks)).toEqual([])
  })
})
