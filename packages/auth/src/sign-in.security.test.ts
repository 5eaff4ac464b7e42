// Who may not sign in: the guesser, the finder of an old link, the other browser, the other web app.
import { connectDatabase, type Database, newId } from '@farebox/db'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finishByCode, finishByLink, offeredSignIn, type SignInMail, signInAsDemo, signInLimits, startSignIn } from './sign-in.ts'

const now = new Date('2026-11-21T12:00:00Z')
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
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

function aDesk(audience: 'wallet' | 'dashboard' = 'wallet') {
  const mails: SignInMail[] = []
  const scope = { audience, secret: `the ${audience} has a secret of its own` }
  return { mails, database, scope, limits: signInLimits(), deliver: async (mail: SignInMail) => void mails.push(mail) }
}

async function started(email: string, desk = aDesk()) {
  const { ticket } = await startSignIn(desk, { email, ip: '203.0.113.1', now })
  const mail = desk.mails.at(-1)
  if (!mail) throw new Error('no mail was sent')
  const wrong = mail.code === '000000' ? '000001' : '000000'
  return { desk, ticket, mail, wrong }
}

const refused = (code: string, message?: RegExp) =>
  expect.objectContaining({ code, ...(message ? { message: expect.stringMatching(message) } : {}) })

describe('a sign-in code', () => {
  it('ends after five wrong tries, and says how many are left', async () => {
    const { desk, ticket, mail, wrong } = await started('guess@example.com')
    for (const left of ['4 more tries', '3 more tries', '2 more tries', '1 more try'])
      await expect(finishByCode(desk, { ticket, code: wrong, now })).rejects.toEqual(refused('sign_in_code_wrong', new RegExp(left)))
    await expect(finishByCode(desk, { ticket, code: wrong, now })).rejects.toEqual(refused('sign_in_code_wrong'))
    await expect(finishByCode(desk, { ticket, code: mail.code, now })).rejects.toEqual(refused('sign_in_code_wrong'))
  })

  it('gives fifty guesses at the same moment five tries together', async () => {
    const { desk, ticket, wrong } = await started('flood@example.com')
    const guesses = Array.from({ length: 50 }, () =>
      finishByCode(desk, { ticket, code: wrong, now }).catch((failure) => failure.metadata.tries_left),
    )
    const left = await Promise.all(guesses)
    expect(left.filter((tries) => tries !== undefined)).toHaveLength(5)
  })

  it('is worth nothing in another browser', async () => {
    const { desk, ticket, mail } = await started('browser@example.com')
    const [id] = ticket.split('.')
    for (const stolen of [`${id}.`, `${id}`, `${id}.${'A'.repeat(43)}`, ''])
      await expect(finishByCode(desk, { ticket: stolen, code: mail.code, now })).rejects.toEqual(refused('sign_in_code_wrong'))
  })

  it('is worth nothing after ten minutes, or used a second time', async () => {
    const late = await started('late@example.com')
    await expect(finishByCode(late.desk, { ticket: late.ticket, code: late.mail.code, now: after(10) })).rejects.toEqual(
      refused('sign_in_code_wrong'),
    )
    const twice = await started('twice@example.com')
    await finishByCode(twice.desk, { ticket: twice.ticket, code: twice.mail.code, now })
    await expect(finishByCode(twice.desk, { ticket: twice.ticket, code: twice.mail.code, now })).rejects.toEqual(
      refused('sign_in_code_wrong'),
    )
  })

  it('is not taken any more after many wrong ones for the same address, while its link still is', async () => {
    for (let mails = 0; mails < 5; mails++) {
      const { desk, ticket, wrong } = await started('target@example.com')
      for (let tries = 0; tries < 5; tries++) await finishByCode(desk, { ticket, code: wrong, now }).catch(() => undefined)
    }
    const { desk, ticket, mail } = await started('target@example.com')
    await expect(finishByCode(desk, { ticket, code: mail.code, now })).rejects.toEqual(refused('sign_in_code_wrong', /Use the link/))
    expect((await finishByLink(desk, { linkToken: mail.linkToken, now })).person.email).toBe('target@example.com')
  })
})

describe('a sign-in link', () => {
  it('signs in once, also when it is clicked twice at the same moment', async () => {
    const { desk, mail } = await started('once@example.com')
    const clicks = await Promise.allSettled([1, 2, 3].map(() => finishByLink(desk, { linkToken: mail.linkToken, now })))
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(finishByLink(desk, { linkToken: mail.linkToken, now })).rejects.toEqual(refused('sign_in_link_ended'))
  })

  it('is not used up by a mail program that opens it', async () => {
    const { desk, mail } = await started('prefetch@example.com')
    for (let visits = 0; visits < 3; visits++) await offeredSignIn(desk, { linkToken: mail.linkToken, now })
    expect((await finishByLink(desk, { linkToken: mail.linkToken, now })).person.email).toBe('prefetch@example.com')
  })

  it('ends the code of its mail, and the code ends the link', async () => {
    const byLink = await started('both1@example.com')
    await finishByLink(byLink.desk, { linkToken: byLink.mail.linkToken, now })
    await expect(finishByCode(byLink.desk, { ticket: byLink.ticket, code: byLink.mail.code, now })).rejects.toEqual(
      refused('sign_in_code_wrong'),
    )
    const byCode = await started('both2@example.com')
    await finishByCode(byCode.desk, { ticket: byCode.ticket, code: byCode.mail.code, now })
    await expect(finishByLink(byCode.desk, { linkToken: byCode.mail.linkToken, now })).rejects.toEqual(refused('sign_in_link_ended'))
  })

  it('is worth nothing after ten minutes, invented, or in another web app', async () => {
    const { desk, mail } = await started('elsewhere@example.com')
    await expect(finishByLink(desk, { linkToken: mail.linkToken, now: after(10) })).rejects.toEqual(refused('sign_in_link_ended'))
    await expect(finishByLink(desk, { linkToken: 'A'.repeat(43), now })).rejects.toEqual(refused('sign_in_link_ended'))
    await expect(finishByLink(aDesk('dashboard'), { linkToken: mail.linkToken, now })).rejects.toEqual(refused('sign_in_link_ended'))
    const sameSecret = { ...aDesk('dashboard'), scope: { ...desk.scope, audience: 'dashboard' as const } }
    await expect(finishByLink(sameSecret, { linkToken: mail.linkToken, now })).rejects.toEqual(refused('sign_in_link_ended'))
  })

  it('leads to no other website', async () => {
    const desk = aDesk()
    await startSignIn(desk, { email: 'redirect@example.com', returnTo: '//evil.example', ip: '203.0.113.1', now })
    const linkToken = desk.mails[0]?.linkToken ?? ''
    expect((await finishByLink(desk, { linkToken, now })).returnTo).toBe('/')
  })
})

describe('what is stored of a sign-in', () => {
  it('holds neither the link, nor the code, nor the ticket', async () => {
    const { mail, ticket } = await started('stored@example.com')
    const row = await database.signInAttempt.findFirstOrThrow({ where: { email: 'stored@example.com' } })
    const stored = JSON.stringify({
      ...row,
      linkHash: Buffer.from(row.linkHash).toString('base64url'),
      codeHash: Buffer.from(row.codeHash).toString('latin1'),
    })
    for (const secret of [mail.linkToken, mail.code, ticket.split('.')[1] ?? '?']) expect(stored.replace(row.id, '')).not.toContain(secret)
  })
})

describe('the one-click sign-in', () => {
  it('does not exist in production, and knows no real address', async () => {
    await expect(signInAsDemo({ database }, { environment: 'production', email: 'rider@farebox.test', now })).rejects.toEqual(
      refused('not_found'),
    )
    await expect(signInAsDemo({ database }, { environment: 'development', email: 'ada@example.com', now })).rejects.toEqual(
      refused('not_found'),
    )
    expect(await database.user.findUnique({ where: { email: 'rider@farebox.test' } })).toBeNull()
  })
})

describe('somebody who is on the block list', () => {
  const block = (kind: 'mail_domain' | 'address_range', value: string) =>
    database.riskEntry.create({ data: { id: newId(), list: 'block', kind, value, reason: 'a test', addedAt: now } })
  const enter = async (email: string, ip: string) => {
    const { desk, mail } = await started(email)
    return finishByLink(desk, { linkToken: mail.linkToken, ip, now })
  }

  it('M91: opens no account, by mail domain or network; who has one keeps the way to their money', async () => {
    expect((await enter('known@burner.example', '192.0.2.9')).person.email).toBe('known@burner.example')
    await block('mail_domain', 'burner.example')
    await block('address_range', '192.0.2.0/24')
    const attempts: [string, string][] = [
      ['thief@mail.burner.example', '203.0.113.1'],
      ['thief@example.com', '192.0.2.9'],
      ['thief@example.com', '::ffff:192.0.2.9'],
    ]
    for (const [email, ip] of attempts) await expect(enter(email, ip)).rejects.toEqual(refused('sign_up_refused'))
    expect(await database.user.count({ where: { email: { startsWith: 'thief@' } } })).toBe(0)
    expect((await enter('known@burner.example', '192.0.2.9')).person.email).toBe('known@burner.example')
    expect((await enter('honest@example.com', '203.0.113.1')).person.email).toBe('honest@example.com')
  })
})
