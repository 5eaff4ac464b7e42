// Signing in by link and by code, as people do it.
import { connectDatabase, type Database } from '@farebox/db'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  awaitedSignIn,
  finishByCode,
  finishByLink,
  offeredSignIn,
  type SignInMail,
  signInAsDemo,
  signInLimits,
  startSignIn,
} from './sign-in.ts'

const now = new Date('2026-11-21T12:00:00Z')
let fresh: FreshDatabase
let database: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  database = connectDatabase(fresh.url)
})
afterAll(async () => {
  await database.$disconnect()
  await fresh.drop()
})

function aDesk() {
  const mails: SignInMail[] = []
  const scope = { audience: 'wallet', secret: 'the wallet has a secret of its own' } as const
  return { mails, database, scope, limits: signInLimits(), deliver: async (mail: SignInMail) => void mails.push(mail) }
}

async function started(email: string, returnTo?: string) {
  const desk = aDesk()
  const { ticket } = await startSignIn(desk, { email, returnTo, ip: '203.0.113.1', now })
  const [mail] = desk.mails
  if (!mail) throw new Error('no mail was sent')
  return { desk, ticket, mail }
}

describe('signing in', () => {
  it('with the code makes the user at the first time, and finds the same one at the second', async () => {
    const first = await started(' Ada@Example.com ')
    expect(first.mail).toMatchObject({ email: 'ada@example.com', code: expect.stringMatching(/^\d{6}$/), minutes: 10 })
    const { person } = await finishByCode(first.desk, { ticket: first.ticket, code: first.mail.code, now })
    expect(person).toMatchObject({ email: 'ada@example.com' })

    const second = await started('ada@example.com')
    const again = await finishByCode(second.desk, { ticket: second.ticket, code: second.mail.code, now })
    expect(again.person.userId).toBe(person.userId)
    expect(await database.user.count({ where: { email: 'ada@example.com' } })).toBe(1)
  })

  it('takes a code pasted with a space or a dash', async () => {
    const { desk, ticket, mail } = await started('paste@example.com')
    const { person } = await finishByCode(desk, { ticket, code: ` ${mail.code.slice(0, 3)}-${mail.code.slice(3)} `, now })
    expect(person.email).toBe('paste@example.com')
  })

  it('with the link works in a browser without a ticket, and leads back to where the person was', async () => {
    const { desk, mail } = await started('link@example.com', '/top-up?package=basic')
    expect(await offeredSignIn(desk, { linkToken: mail.linkToken, now })).toEqual({ email: 'link@example.com' })
    expect(await finishByLink(desk, { linkToken: mail.linkToken, now })).toMatchObject({
      person: { email: 'link@example.com' },
      returnTo: '/top-up?package=basic',
    })
  })

  it('may be tried five times: the fifth try still counts', async () => {
    const { desk, ticket, mail } = await started('fifth@example.com')
    const wrong = mail.code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 4; tries++) await finishByCode(desk, { ticket, code: wrong, now }).catch(() => undefined)
    expect((await finishByCode(desk, { ticket, code: mail.code, now })).person.email).toBe('fifth@example.com')
  })

  it('shows the page that waits whom it waits for', async () => {
    const { desk, ticket } = await started('waits@example.com', '/charges')
    expect(await awaitedSignIn(desk, { ticket, now })).toEqual({ email: 'waits@example.com', returnTo: '/charges' })
    expect(await awaitedSignIn(desk, { ticket: 'nonsense', now })).toBeUndefined()
  })

  it('with one click is there for development', async () => {
    expect(await signInAsDemo({ database }, { environment: 'development', email: 'rider@farebox.test', now })).toMatchObject({
      email: 'rider@farebox.test',
    })
  })
})
