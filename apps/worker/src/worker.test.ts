// The worker as a process: no webhook ever came, yet the buyer is credited and mailed; SIGTERM ends it cleanly.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { anOpenOrder, balanceOf, type TopUpWorld, topUpWorld, walletUrl } from '@farebox/billing/testing/top-up'
import { type Mailbox, startMailbox } from '@farebox/stand-ins'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

let world: TopUpWorld
let mailbox: Mailbox
beforeAll(async () => {
  world = await topUpWorld({ isWorking: false })
  mailbox = await startMailbox()
})
afterAll(async () => {
  await mailbox.stop()
  await world.stop()
})

const main = path.join(import.meta.dirname, 'main.ts')

async function startWorker(changes: Record<string, string> = {}): Promise<{ worker: ChildProcess; output: () => string; address: string }> {
  const settings = {
    FAREBOX_ENV: 'test',
    DATABASE_URL: world.ledger.url,
    WALLET_URL: walletUrl,
    DASHBOARD_URL: 'http://dashboard.localhost:3000',
    SMTP_URL: mailbox.smtpUrl,
    MAIL_FROM: 'Farebox <hello@farebox.test>',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    MAIL_LINK_SECRET: 'a-secret-of-tests-that-signs-links-in-mails',
    STRIPE_SECRET_KEY: 'sk_test_farebox',
    STRIPE_API_BASE: world.stripe.url,
    PORT: '0',
  }
  const worker = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...settings, ...changes } })
  const lines: string[] = []
  worker.stdout.on('data', (data) => lines.push(String(data)))
  worker.stderr.on('data', (data) => lines.push(String(data)))
  const output = () => lines.join('')
  const address = await vi.waitFor(
    () => {
      const port = /"port":(\d+)/.exec(output())?.[1]
      if (!port) throw new Error(`not ready: ${output()}`)
      return `http://127.0.0.1:${port}`
    },
    { timeout: 15_000 },
  )
  return { worker, output, address }
}

describe('the worker', () => {
  it('M48: credits and mails what was paid while no webhook came, then ends on SIGTERM', async () => {
    world.stripe.setWebhook(undefined)
    const { sessionId, walletId, orderId } = await anOpenOrder(world)
    world.stripe.pay(sessionId)
    const { worker, address, output } = await startWorker()
    try {
      await vi.waitFor(async () => expect(await balanceOf(world.database, walletId)).toBe(850_000_000n), { timeout: 15_000 })
      const { buyerEmail } = await world.database.order.findUniqueOrThrow({ where: { id: orderId } })
      const mail = await mailbox.waitForMail(buyerEmail ?? '', 10_000)
      expect(mail.text).toMatch(/You paid \$10\.00/)
      expect(mail.links[0]).toMatch(new RegExp(`^${walletUrl}/receipt/[\\w-]{32}$`))
      const health = await (await fetch(`${address}/healthz`)).json()
      expect(health).toMatchObject({ status: 'ok' })
      expect((await fetch(`${address}/`)).status).toBe(404)
    } finally {
      worker.kill('SIGTERM')
    }
    const [code] = await once(worker, 'exit')
    expect({ code, output: code === 0 ? '' : output() }).toEqual({ code: 0, output: '' })
  })

  it('does not start with wrong settings, and names all of them at once', async () => {
    const worker = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, FAREBOX_ENV: 'test' } })
    let said = ''
    worker.stderr.on('data', (data) => {
      said += String(data)
    })
    const [code] = await once(worker, 'exit')
    expect(code).toBe(1)
    for (const name of ['DATABASE_URL', 'WALLET_URL', 'SMTP_URL', 'ENCRYPTION_KEY', 'STRIPE_SECRET_KEY']) expect(said).toContain(name)
  })
})
