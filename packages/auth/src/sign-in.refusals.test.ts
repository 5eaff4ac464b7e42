// When no mail is sent.
import { connectDatabase, type Database } from '@farebox/db'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type SignInMail, signInLimits, startSignIn } from './sign-in.ts'

let fresh: FreshDatabase
let database: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  database = connectDatabase(fresh.url)
})
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  await database.$disconnect()
  await fresh.drop()
})

function aDesk() {
  const mails: SignInMail[] = []
  const scope = { audience: 'wallet', secret: 'the wallet has a secret of its own' } as const
  const desk = { database, scope, limits: signInLimits(), deliver: async (mail: SignInMail) => void mails.push(mail) }
  const ask = (email: string, ip: string) => startSignIn(desk, { email, ip, now: new Date() })
  return { mails, ask }
}

const tooMany = (bucket: string) =>
  expect.objectContaining({
    code: 'rate_limit_exceeded',
    message: expect.stringMatching(/^Too many sign-in mails for this .* Try again in \d+ seconds?\.$/),
    metadata: { bucket, retry_after: expect.any(Number) },
  })

describe('a sign-in mail', () => {
  it('S19: the fourth sign-in link in a minute is refused, with how long to wait', async () => {
    const { mails, ask } = aDesk()
    for (const ip of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) await ask('rider@example.com', ip)
    await expect(ask('rider@example.com', '203.0.113.4')).rejects.toEqual(tooMany('mail address'))
    await expect(ask(' RIDER@example.com', '203.0.113.5')).rejects.toEqual(tooMany('mail address'))
    expect(mails).toHaveLength(3)
    await ask('another@example.com', '203.0.113.6')
    expect(mails).toHaveLength(4)
  })

  it('S19: is sent again when the minute is over', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: new Date('2026-11-21T12:00:00Z') })
    const limits = signInLimits()
    const wanted = { email: 'patient@example.com', ip: '203.0.113.9' }
    for (let mails = 0; mails < 3; mails++) await limits.take(wanted)
    vi.advanceTimersByTime(59_000)
    await expect(limits.take(wanted)).rejects.toEqual(tooMany('mail address'))
    vi.advanceTimersByTime(1_001)
    await expect(limits.take(wanted)).resolves.toBeUndefined()
  })

  it('is refused to a network address at the sixth in a minute, whoever it is for', async () => {
    const { mails, ask } = aDesk()
    for (let person = 1; person <= 5; person++) await ask(`p${person}@example.com`, '198.51.100.7')
    await expect(ask('p6@example.com', '198.51.100.7')).rejects.toEqual(tooMany('network address'))
    expect(mails).toHaveLength(5)
  })

  it('counts a whole IPv6 network as one address', async () => {
    const { ask } = aDesk()
    for (let host = 1; host <= 5; host++) await ask(`v6-${host}@example.com`, `2001:db8:0:1::${host}`)
    await expect(ask('v6-6@example.com', '2001:db8:0:1:ffff::6')).rejects.toEqual(tooMany('network address'))
    await ask('v6-7@example.com', '2001:db8:0:2::1')
  })

  it('is not sent to what is no mail address', async () => {
    const { mails, ask } = aDesk()
    for (const text of [
      '',
      'rider',
      'a@b',
      'a@example.com, b@example.com',
      'a@example.com\nBcc: b@example.com',
      `${'a'.repeat(250)}@example.com`,
    ])
      await expect(ask(text, '203.0.113.1')).rejects.toEqual(expect.objectContaining({ code: 'invalid_request', param: 'email' }))
    expect(mails).toEqual([])
  })
})
