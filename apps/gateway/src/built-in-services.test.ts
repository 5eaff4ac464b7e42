// Speech and OCR over HTTP: what the vendor counted is what is charged, to the microcent; and without a vendor they really work.

import { newCallId } from '@farebox/billing/proxy'
import { dollars, makeApp, makeKey, makeUser, organizationWalletId, payIn, type WorldApp } from '@farebox/billing/testing'
import { pdfOfLines, soundOf, speechLikeness, wordsRight } from '@farebox/engines/testing'
import { reconcile } from '@farebox/ledger/reconcile'
import { parseDollars } from '@farebox/money'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let secret: string
let walletId: string
let app: WorldApp

beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database, { markupBps: 1_500 })
  secret = (await makeKey(gateway.database, app)).secret
  walletId = (await makeUser(gateway.database, app, 'rider')).walletId
  await payIn(gateway.database, { walletId, creditMicrocents: dollars('20') })
})
afterAll(() => gateway.stop())

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/v1/users/rider${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const chargeOf = async (reply: Response) => {
  const id = reply.headers.get('x-farebox-charge-id')
  const found = await fetch(`${gateway.url}/v1/charges/${id}`, { headers: { authorization: `Bearer ${secret}` } })
  return (await found.json()) as Charge
}
type Charge = {
  base: string
  markup: string
  total: string
  model: string
  usage: Record<string, number>
  cost_details: { provider_cost: string; margin: string }
  explained: string
}
type OcrAnswer = {
  text: string
  pages: { page: number; text: string }[]
  failed_pages?: { page: number; code: string }[]
  usage: { pages: number; cost: string; cost_details: Record<string, string> }
  farebox: { charge_id: string; hold: string }
}
const sentence = 'Every call is reserved before it is made, and charged for what it did cost.'
const lines = [
  'Every call is reserved before it is made,',
  'metered while it runs, and charged for',
  'what it did cost: never more than that.',
]
const documentOf = (pages: readonly (readonly string[])[]) => pdfOfLines(pages).toString('base64')

describe('speech', () => {
  it('S3: Polly at 400 microcents a character: "Hello, world!" is 5,200, at 15 % 5,980', async () => {
    const reply = await post('/audio/speech', { model: 'polly-standard', input: 'Hello, world!', voice: 'Joanna' })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('audio/mpeg')
    expect(reply.headers.get('x-farebox-provider')).toBe('aws; stand-in')
    expect(reply.headers.get('x-farebox-charge')).toBe('0.00005980')
    expect((await reply.arrayBuffer()).byteLength).toBeGreaterThan(1_000)
    const charge = await chargeOf(reply)
    expect(charge).toMatchObject({ base: '0.00005200', markup: '0.00000780', total: '0.00005980', usage: { character: 13 } })
    expect(charge.cost_details).toEqual({ provider_cost: '0.00005200', margin: '0.00000000' })
    expect(charge.explained).toBe('$0.000004 per character.')
    expect(gateway.standIn.services.totals().polly).toMatchObject({ units: 13, costMicrocents: '5200' })
  })

  it('charges what the vendor counted: an emoji is one character, though it takes two places in a string', async () => {
    const reply = await post('/audio/speech', { model: 'polly-neural', input: 'Thumbs up 👍👍', voice: 'Joanna' })
    expect((await chargeOf(reply)).usage).toEqual({ character: 12 })
    expect(reply.headers.get('x-farebox-charge')).toBe('0.00022080')
  })

  it('OpenAI’s client speaks through OpenAI’s own voice', async () => {
    const client = new OpenAI({ apiKey: secret, baseURL: `${gateway.url}/v1/users/rider` })
    const reply = await client.audio.speech.create({ model: 'tts-1', input: sentence, voice: 'nova' })
    expect(reply.headers.get('content-type')).toBe('audio/mpeg')
    expect((await chargeOf(reply)).base).toBe(`0.00${String(sentence.length * 1_500).padStart(6, '0')}`)
    expect(gateway.standIn.services.totals()['openai-speech']).toMatchObject({ units: sentence.length })
  })

  it('the built-in voice speaks without a vendor, and is charged per character; its price is margin', async () => {
    const before = gateway.standIn.services.totals()
    const reply = await post('/audio/speech', { model: 'farebox-voice', input: sentence, voice: 'alloy' })
    expect(reply.headers.get('content-type')).toBe('audio/wav')
    const sound = soundOf(new Uint8Array(await reply.arrayBuffer()))
    expect(sound.seconds).toBeGreaterThan(3)
    expect(speechLikeness(sound).syllablesPerSecond).toBeGreaterThan(2)
    expect(speechLikeness(sound).voicedPart).toBeGreaterThan(0.3)
    const charge = await chargeOf(reply)
    expect(charge).toMatchObject({ usage: { character: sentence.length }, model: 'farebox-voice', base: '0.00007500' })
    expect(charge.cost_details).toEqual({ provider_cost: '0.00000000', margin: '0.00007500' })
    expect(gateway.standIn.services.totals()).toEqual(before)
  })

  it('the same Idempotency-Key speaks and charges once', async () => {
    const ask = () => post('/audio/speech', { model: 'polly-standard', input: 'Once only.', voice: 'Amy' }, { 'idempotency-key': 'once' })
    const [first, second] = [await ask(), await ask()]
    expect(second.headers.get('x-farebox-replay-of')).toMatch(/^req_/)
    expect(second.headers.get('x-farebox-charge-id')).toBe(first.headers.get('x-farebox-charge-id'))
    expect(Buffer.from(await second.arrayBuffer()).equals(Buffer.from(await first.arrayBuffer()))).toBe(true)
    const other = await post('/audio/speech', { model: 'polly-standard', input: 'Another.', voice: 'Amy' }, { 'idempotency-key': 'once' })
    expect(other.status).toBe(422)
  })
})

describe('a price that changes', () => {
  it('nothing in flight changes price: what was held at the old one is charged at the old one, the next call at the new', async () => {
    const { database, gateway: open } = gateway
    const ask = () => post('/audio/speech', { model: 'tts-1-hd', input: 'Ten signs.', voice: 'nova' })
    const old = await database.priceVersion.findFirstOrThrow({ where: { model: 'tts-1-hd' }, include: { lines: true } })
    gateway.standIn.services.order({ service: 'openai-speech', slowMs: 1_500 })
    const underWay = ask()
    await until('the call to be held', async () => (await database.hold.count({ where: { model: 'tts-1-hd', state: 'open' } })) === 1)
    const [id, now] = [newCallId(), new Date()]
    await database.priceVersion.update({ where: { id: old.id }, data: { endsAt: now } })
    await database.priceVersion.create({ data: { id, model: 'tts-1-hd', providerId: old.providerId, startsAt: now, source: 'test' } })
    const dearer = { priceMicrocentsPerMillion: 5_000_000_000n, costMicrocentsPerMillion: 3_000_000_000n }
    await database.priceLine.createMany({ data: old.lines.map((line) => ({ ...line, ...dearer, priceVersionId: id })) })
    await open.proxy.prices.reload()

    expect(await chargeOf(await underWay)).toMatchObject({
      base: '0.00030000',
      price_version: old.id,
      explained: '$0.00003 per character.',
    })
    const next = await chargeOf(await ask())
    expect(next).toMatchObject({ base: '0.00050000', price_version: id, explained: '$0.00005 per character.' })
    expect(next.cost_details).toEqual({ provider_cost: '0.00030000', margin: '0.00020000' })
  })
})

describe('reading documents', () => {
  it('S4: Textract at 150 cents per 1,000 pages: 3 pages are 450,000 microcents', async () => {
    const reply = await post('/ocr', { model: 'textract', document: documentOf([lines, lines, lines]) })
    const answer = (await reply.json()) as OcrAnswer
    expect(answer.usage).toMatchObject({ pages: 3, cost: '0.00517500' })
    expect(answer.usage.cost_details).toMatchObject({
      base: '0.00450000',
      markup: '0.00067500',
      provider_cost: '0.00450000',
      margin: '0.00000000',
    })
    expect(answer.usage.cost_details.explained).toBe('$0.0015 per page.')
    expect(answer.farebox.hold).toBe('0.00517500')
    expect(answer.pages.map(({ text }) => text.startsWith('[stand-in] document'))).toEqual([true, true, true])
    expect(gateway.standIn.services.totals().textract).toMatchObject({ units: 3, costMicrocents: '450000' })
  })

  it('the built-in reader reads, offline, at least 95 of 100 words', async () => {
    const before = gateway.standIn.services.totals()
    const reply = await post('/ocr', { document: `data:application/pdf;base64,${documentOf([lines, [...lines].reverse()])}` })
    const answer = (await reply.json()) as OcrAnswer
    expect(wordsRight(lines.join(' '), answer.pages[0]?.text ?? '')).toBeGreaterThanOrEqual(0.95)
    expect(wordsRight([...lines].reverse().join(' '), answer.pages[1]?.text ?? '')).toBeGreaterThanOrEqual(0.95)
    expect(answer.usage).toMatchObject({ pages: 2, cost: '0.00115000' })
    expect((await chargeOf(reply)).usage).toEqual({ page: 2 })
    expect(gateway.standIn.services.totals()).toEqual(before)
  })

  it('charges the pages that were returned, and names the one that failed', async () => {
    gateway.standIn.services.order({ service: 'textract', status: 500, after: 1 })
    const reply = await post('/ocr', { model: 'textract', document: documentOf([lines, lines, lines]) })
    const answer = (await reply.json()) as OcrAnswer
    expect(answer.pages).toHaveLength(2)
    expect(answer.failed_pages).toMatchObject([{ code: 'provider_error' }])
    expect(answer.usage).toMatchObject({ pages: 2, cost: '0.00345000' })
    expect(answer.farebox.hold).toBe('0.00517500')
  })
})

describe('who pays', () => {
  const ocr = (key: string, headers: Record<string, string>) =>
    fetch(`${gateway.url}/v1/ocr`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'textract', document: documentOf([lines]) }),
    })

  it('S11: with X-Quota-User the linked user pays, and the quota block says so; with X-Farebox-User the same without it', async () => {
    type Answer = OcrAnswer & { quota?: { credits_used: string; balance_before: string; balance_after: string; billing_mode: string } }
    const quota = ((await (await ocr(secret, { 'x-quota-user': 'rider' })).json()) as Answer).quota
    expect(quota).toMatchObject({ credits_used: '0.00172500', billing_mode: 'user' })
    const [before, after] = [parseDollars(quota?.balance_before ?? ''), parseDollars(quota?.balance_after ?? '')]
    expect(before - after).toBe(172_500n)
    const other = await ocr(secret, { 'x-farebox-user': 'rider' })
    expect(other.status).toBe(200)
    expect(await other.json()).not.toHaveProperty('quota')
  })

  it('S10: a key that bills users names nobody: payer_required; a developer key: the organization pays base, without markup', async () => {
    expect(await (await ocr(secret, {})).json()).toMatchObject({ error: { code: 'payer_required' } })
    await payIn(gateway.database, { walletId: await organizationWalletId(gateway.database, app), creditMicrocents: dollars('5') })
    const own = await makeKey(gateway.database, app, { billingMode: 'developer' })
    expect(await (await ocr(own.secret, {})).json()).toMatchObject({
      usage: { cost: '0.00150000', cost_details: { markup: '0.00000000' } },
    })
  })
})

describe('prices', () => {
  it('anybody may read them: every model and service with a sentence and what a typical use costs', async () => {
    const reply = await fetch(`${gateway.url}/v1/prices`)
    const { data } = (await reply.json()) as {
      data: { id: string; pricing: { explained: string; typical: { words: string; cost: string } } }[]
    }
    const priced = (id: string) => data.find((row) => row.id === id)?.pricing
    expect(priced('gpt-4o')?.explained).toMatch(/^\$2\.50 per 1,000,000 input tokens, \$10\.00 per 1,000,000 output tokens/)
    expect(priced('polly-standard')).toMatchObject({ explained: '$0.000004 per character.', typical: { cost: '0.00360000' } })
    expect(priced('textract')).toMatchObject({
      explained: '$0.0015 per page.',
      typical: { words: 'a contract of ten pages', cost: '0.01500000' },
    })
  })
})

describe('the vendors’ bills', () => {
  it('what each vendor counted is what was booked as cost, and the books are whole', async () => {
    const booked = await gateway.database.$queryRaw<{ name: string; cost: bigint }[]>`
      select provider.name, sum(charge.cost_microcents)::bigint as cost from charge join provider on provider.id = charge.provider_id group by 1`
    const costOf = (provider: string) => booked.find(({ name }) => name === provider)?.cost
    const billed = gateway.standIn.services.totals()
    expect(costOf('aws')).toBe(BigInt(billed.polly?.costMicrocents ?? 0) + BigInt(billed.textract?.costMicrocents ?? 0))
    expect(costOf('openai')).toBe(BigInt(billed['openai-speech']?.costMicrocents ?? 0))
    expect(costOf('embedded')).toBe(0n)
    expect((await reconcile(gateway.database)).flatMap(({ breaks }) => breaks)).toEqual([])
  })
})
