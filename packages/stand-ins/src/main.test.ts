// The process as `npm start` runs it: one line when ready, no port taken that was not asked for, a clean end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

const start = (settings: Record<string, string>) =>
  spawn(process.execPath, [main], {
    env: { PORT_STRIPE: '0', PORT_MODELS: '0', PORT_MAILBOX: '0', PORT_SMTP: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

it('says where everything listens, and ends on SIGTERM though a request is waiting', async () => {
  const running = start({})
  const [line] = await once(running.stdout, 'data')
  const addresses = JSON.parse(String(line))
  expect(addresses).toMatchObject({ ready: true, smtp: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/) })
  for (const name of ['stripe', 'models', 'mailbox']) expect((await fetch(addresses[name])).status).toBe(200)

  const waiting = fetch(`${addresses.models}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'stand-in: slow=60000' }] }),
  }).catch(() => 'cut off')
  await expect.poll(async () => (await (await fetch(`${addresses.models}/control/totals`)).json()).running).toBe(1)
  running.kill('SIGTERM')
  const [code] = await once(running, 'exit')
  expect([code, await waiting]).toEqual([0, 'cut off'])
})

it('names every wrong setting and does not start', async () => {
  const running = start({ PORT_MODELS: 'x', PORT_SMTP: '99999' })
  const errors: string[] = []
  running.stderr.on('data', (piece) => errors.push(String(piece)))
  const [code] = await once(running, 'exit')
  expect(code).not.toBe(0)
  expect(errors.join('')).toMatch(/PORT_MODELS.*PORT_SMTP/)
})
