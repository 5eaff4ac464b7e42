// No prompt, reply or secret reaches a log or a table: 100 calls of every kind, then everything is searched.
import { dollars, makeApp, makeKey, makeUser, topUp } from '@farebox/billing/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, open } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

it('keeps what people say, and keys, out of logs and tables', async () => {
  const app = await makeApp(gateway.database)
  const key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
  const user = await makeUser(gateway.database, app, 'user_1')
  await topUp(gateway.database, user.walletId, dollars('5'))
  const [inPrompt, inReply] = ['PROMPT-CANARY-4711', 'REPLY-CANARY-0815']
  const kinds = ['', 'fail=500', 'fail=429', 'fail=400', 'fail=context', 'break=5', 'error-event=3', 'no-usage', 'empty', 'overshoot=400']
  for (let round = 0; round < 10; round++) {
    await Promise.all(
      kinds.map((kind, at) =>
        ask(gateway, {
          secret: key.secret,
          user: 'user_1',
          prompt: `${inPrompt}\nstand-in: say=${inReply} ${kind}`,
          stream: (round + at) % 2 === 0,
          headers: { 'x-farebox-end-user': 'somebody', ...(round % 3 === 0 && { 'idempotency-key': `${round}-${at}` }) },
        }),
      ),
    )
  }
  // Refused ones and abandoned ones too.
  await ask(gateway, { secret: key.secret, user: 'user_1', model: inPrompt })
  await ask(gateway, { secret: key.secret, user: 'user_1', [inPrompt]: 1 })
  await fetch(`${gateway.url}/v1/users/user_1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
    body: `{"${inPrompt}`,
  })
  const leaving = new AbortController()
  const left = await open(gateway, {
    secret: key.secret,
    user: 'user_1',
    prompt: `${inPrompt}\nstand-in: say=${inReply} every=10`,
    stream: true,
    signal: leaving.signal,
  })
  await left.body?.getReader().read()
  leaving.abort()
  await until('every hold to be resolved', async () => (await gateway.database.hold.count({ where: { state: 'open' } })) === 0)
  await gateway.gateway.proxy.refusedCalls.flush()
  expect(await gateway.database.charge.count()).toBeGreaterThan(40)

  const logged = gateway.logged()
  expect(logged.split('\n').length).toBeGreaterThan(100)
  expect(logged).toContain('/v1/users/:externalUserId/chat/completions')
  const rows = await everythingStored()
  expect(rows).toContain(user.walletId)
  for (const secret of [inReply, key.secret, key.secret.slice(17, 40)]) {
    expect([secret, logged.includes(secret), rows.includes(secret)]).toEqual([secret, false, false])
  }
  expect([logged.includes(inPrompt), rows.includes(inPrompt)]).toEqual([false, false])
})

/** Every row of every table, as text, with bytes as hexadecimal and as text. */
async function everythingStored(): Promise<string> {
  const tables = await gateway.database.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like '\\_%'`
  let text = ''
  for (const { name } of tables) {
    const rows = await gateway.database.$queryRawUnsafe<{ row: string }[]>(`select "${name}"::text as row from "${name}"`)
    text += rows
      .map(({ row }) => row.replace(/\\x([0-9a-f]+)/g, (hex, digits) => `${hex} ${Buffer.from(digits, 'hex').toString('latin1')}`))
      .join('\n')
  }
  return text
}
