// In Chromium: what people bring along and expect to work: OpenAI's client, the snippets they know, and one HTML file.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { rolldown } from 'rolldown'
import { ensureOAuthClient } from '../../packages/auth/src/oauth/oauth-clients.ts'
import { running } from '../env.ts'
import { anApp, database } from '../world.ts'
import { allowUpTo, aPerson, connect } from './people.ts'
import { expectSheet, pressInSheet, toldAloud } from './sheet.ts'
import { aWebsite, type Website } from './website.ts'

test.describe.configure({ timeout: 120_000 })

const repository = path.resolve(import.meta.dirname, '../..')

const withOpenai = `<script type="module">
import OpenAI from '/openai.js'
window.openai = new OpenAI(farebox.openai())
</script>`

/** As the brief has it, with nothing changed but the name. */
const fallback = `<script>
async function chatWithFallback(prompt) {
  const models = ["claude-sonnet-4","openrouter:meta-llama/llama-3.1-8b-instruct","o1-mini"];
  for (const model of models) {
    try {
      const res = await farebox.ai.chat(prompt, { model });
      return res;
    } catch (err) {
      if (err.error?.delegate === "usage-limited-chat") {
        continue;  // try next model
      }
      throw err;
    }
  }
  throw new Error("All models exhausted quota");
}
</script>`

let website: Website
test.beforeAll(async () => {
  website = await aWebsite('PixelPal', {
    '/openai': { body: withOpenai },
    '/openai.js': { type: 'text/javascript', body: await bundledOpenai() },
    '/fallback': { body: fallback },
  })
})
test.afterAll(() => website.stop())

declare global {
  var chatWithFallback: (prompt: string) => Promise<{ model: string; text: string }>
  var openai: import('openai').default
}

test('Chromium: OpenAI’s own client from another origin, whole and streamed, and through the sheet when money is missing', async ({
  browser,
}) => {
  const { page, walletId } = await aPerson(browser)
  await page.goto(`${website.url}/openai`)
  await connect(page)
  const messages = [{ role: 'user' as const, content: 'What is a fare?' }]
  const ask = { model: 'gpt-4o-mini', messages }
  const whole = await page.evaluate(async (asked) => (await openai.chat.completions.create(asked)).choices[0]?.message.content, ask)
  const streamed = await page.evaluate(async (asked) => {
    const words: string[] = []
    for await (const { choices } of await openai.chat.completions.create({ ...asked, stream: true }))
      words.push(choices[0]?.delta.content ?? '')
    return words
  }, ask)
  expect(streamed.length).toBeGreaterThan(2)
  expect(streamed.join('')).toBe(whole)

  // Out of money in the middle of an app that knows nothing of us: one sheet, one top-up at Stripe, and the client has its answer.
  await database().connection.updateMany({ where: { walletId }, data: { limitMicrocents: 1n } })
  const refused = page.evaluate(
    (asked) =>
      openai.chat.completions.create(asked).then(
        () => 'answered',
        ({ status, code }) => ({ status, code }),
      ),
    ask,
  )
  await expectSheet(page, /reached the limit you set/)
  await page.keyboard.press('Escape')
  expect(await refused).toEqual({ status: 402, code: 'spending_limit_reached' })

  await page.getByLabel('What the user types').press('a')
  const answered = page.evaluate(async (asked) => (await openai.chat.completions.create(asked)).choices.length, ask)
  const opened = page.waitForEvent('popup')
  await pressInSheet(page, 'Raise to $1')
  const wallet = await opened
  await expect(wallet.getByRole('heading', { name: 'Let PixelPal spend more?' })).toBeVisible()
  await wallet.waitForTimeout(400)
  await wallet.getByRole('button', { name: 'Raise the limit' }).click()
  expect(await answered).toBe(1)
  expect(await database().charge.count({ where: { walletId } })).toBe(3)
})

test('S21: Chromium, the fallback people know, unchanged: the first model that may answers; “not now” is said once, not for every model', async ({
  browser,
}) => {
  const { page, walletId } = await aPerson(browser)
  await page.goto(`${website.url}/fallback`)
  await connect(page)
  await database().connection.updateMany({ where: { walletId }, data: { models: ['o1-mini'] } })
  expect(await page.evaluate(() => chatWithFallback('Hello, world!').then(({ model }) => model))).toBe('o1-mini')

  await database().connection.updateMany({ where: { walletId }, data: { models: [], limitMicrocents: 1n } })
  const exhausted = page.evaluate(() => chatWithFallback('Hello, world!').catch(({ message }) => message))
  await expectSheet(page, /reached the limit you set/)
  expect(await toldAloud(page)).toEqual(expect.arrayContaining(['button: Not now']))
  await pressInSheet(page, 'Not now')
  expect(await exhausted).toBe('All models exhausted quota')
  expect(await database().charge.count({ where: { walletId } })).toBe(1)
})

test('Chromium, test mode: seen on the page, and nothing live is touched; speech, reading, quote; what is not offered says so', async ({
  browser,
}) => {
  const { page, walletId, userId } = await aPerson(browser)
  await page.goto(`${website.url}/test-mode`)
  await expect.poll(() => toldAloud(page)).toContain('status: Test mode: PixelPal spends practice money only')
  await connect(page)
  const seconds = await page.evaluate(async () => {
    const audio = await farebox.ai.txt2speech('Mind the gap.')
    await new Promise((resolve) => audio.addEventListener('loadedmetadata', resolve))
    return audio.duration
  })
  expect(seconds).toBeGreaterThan(0.3)
  const read = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 600, height: 120 })
    const pen = canvas.getContext('2d')
    if (!pen) return ''
    Object.assign(pen, { fillStyle: 'white', font: '48px sans-serif' })
    pen.fillRect(0, 0, 600, 120)
    pen.fillStyle = 'black'
    pen.fillText('MIND THE GAP', 40, 80)
    return farebox.ai.img2txt(canvas.toDataURL())
  })
  expect(read).toContain('MIND THE GAP')
  expect(await page.evaluate(() => farebox.quote('Hello!'))).toMatchObject({ object: 'quote', affordable: true })
  expect(await page.evaluate(() => farebox.ai.transcribe('sound').catch(({ code, charged }) => ({ code, charged })))).toEqual({
    ...{ code: 'not_offered', charged: false },
  })

  const practice = await database().wallet.findUniqueOrThrow({ where: { mode_userId: { mode: 'sandbox', userId } } })
  expect(await database().charge.count({ where: { walletId: practice.id } })).toBe(2)
  // Of the real wallet no connection was made, and nothing was spent.
  expect(await database().connection.count({ where: { walletId } })).toBe(0)
  expect(await database().charge.count({ where: { walletId } })).toBe(0)
})

test('S24: Chromium, one HTML file of at most 30 lines without a secret, on another origin: its user pays for the answer', async ({
  browser,
}) => {
  const source = readFileSync(path.join(repository, 'examples/browser-only/index.html'), 'utf8')
  expect(source.trim().split('\n').length).toBeLessThanOrEqual(30)
  expect(source).not.toMatch(/sk-|secret|cs-farebox/)

  const { appId } = await anApp()
  const { clientId } = await ensureOAuthClient(database(), { appId, mode: 'sandbox', kind: 'public', now: new Date() })
  const { page } = await aPerson(browser, { hasPaid: false })
  const { server, address } = await served({ FAREBOX_URL: running.gateway, FAREBOX_APP: clientId, PORT: '0' })
  try {
    await page.goto(address)
    const opened = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Ask' }).click()
    await allowUpTo(await opened, '5')
    await expect(page.getByText(/^You paid \$0\.0000\d+\.$/)).toBeVisible()
    await expect(page.locator('#answer')).toContainText('stand-in')
  } finally {
    server.kill()
  }
})

async function served(environment: Record<string, string>): Promise<{ server: ChildProcess; address: string }> {
  const server = spawn(process.execPath, ['examples/browser-only/serve.mjs'], {
    cwd: repository,
    env: { PATH: process.env.PATH, ...environment },
  })
  const [line] = await once(server.stdout, 'data')
  return { server, address: String(line).trim() }
}

/** For a page, as a bundler would put it there. */
async function bundledOpenai(): Promise<string> {
  const bundle = await rolldown({ input: path.join(repository, 'e2e/node_modules/openai/index.mjs'), platform: 'browser' })
  const { output } = await bundle.generate({ format: 'es' })
  return output[0].code
}
