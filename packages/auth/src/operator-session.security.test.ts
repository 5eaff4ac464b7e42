// The console's door: a session of another web app never opens it, nor its own session another; and a fresh code confirms one session.
import { connectDatabase, type Database, newId } from '@farebox/db'
import { connectAsOwner, type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONFIRMED_MS, type Operator, operatorAsPerson } from './operator.ts'
import { type ConfirmationMail, finishConfirmation, startConfirmation } from './operator-confirmation.ts'
import { issueSession, readOperatorSession, readSession, renewSession, type SessionScope } from './session-store.ts'
import { finishByCode, type SignInMail, signInAsDemo, signInLimits, startSignIn } from './sign-in.ts'

const secret = 'one secret for all, so that only the audience keeps them apart'
const console: SessionScope = { audience: 'console', secret }
const now = new Date('2026-11-21T12:00:00Z')
const after = (ms: number) => new Date(now.getTime() + ms)

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

async function anOperator(email = `${newId()}@farebox.test`): Promise<Pick<Operator, 'id' | 'email'>> {
  const id = newId()
  await asOwner(`insert into operator (id, email, name, role) values ('${id}', '${email}', 'Ada', 'finance')`)
  return { id, email }
}

async function asOwner(statement: string): Promise<void> {
  const owner = await connectAsOwner(fresh.url)
  await owner.query(statement)
  await owner.end()
}

const sessionOf = async ({ id }: { id: string }) => (await issueSession(database, console, { userId: id, now })).token

describe('a session', () => {
  it('of an operator opens the console, and says who and with which role', async () => {
    const operator = await anOperator()
    const token = await sessionOf(operator)
    expect(await readOperatorSession(database, console, { token, now })).toEqual({
      ...{ ...operator, name: 'Ada', role: 'finance', confirmedUntil: undefined },
    })
  })

  it('of the wallet or the dashboard never opens the console, even for a user with an operator’s id and the same secret', async () => {
    const operator = await anOperator()
    await database.user.create({ data: { id: operator.id, email: operator.email } })
    for (const audience of ['wallet', 'dashboard'] as const) {
      const { token } = await issueSession(database, { audience, secret }, { userId: operator.id, now })
      expect(await readOperatorSession(database, console, { token, now })).toBeUndefined()
      expect(await readOperatorSession(database, { audience, secret }, { token, now })).toBeUndefined()
    }
  })

  it('of the console opens no other web app, and is nobody’s as a person', async () => {
    const operator = await anOperator()
    await database.user.create({ data: { id: operator.id, email: operator.email } })
    const token = await sessionOf(operator)
    for (const audience of ['wallet', 'dashboard', 'console'] as const) {
      expect(await readSession(database, { audience, secret }, { token, now })).toBeUndefined()
    }
  })

  it('ends at once when the operator leaves', async () => {
    const operator = await anOperator()
    const token = await sessionOf(operator)
    await asOwner(`update operator set left_at = now() where id = '${operator.id}'`)
    expect(await readOperatorSession(database, console, { token, now })).toBeUndefined()
    await expect(operatorAsPerson(database, operator.email)).rejects.toMatchObject({ code: 'sign_in_code_wrong' })
  })
})

describe('signing in to the console', () => {
  const aDesk = () => {
    const mails: SignInMail[] = []
    const deliver = async (mail: SignInMail) => void mails.push(mail)
    return { mails, database, scope: console, limits: signInLimits(), deliver, personOf: operatorAsPerson }
  }

  it('signs an operator in, and makes no user', async () => {
    const operator = await anOperator('grace@farebox.test')
    const desk = aDesk()
    const { ticket } = await startSignIn(desk, { email: operator.email, ip: '203.0.113.1', now })
    const { person } = await finishByCode(desk, { ticket, code: desk.mails[0]?.code ?? '', now })
    expect(person).toEqual({ userId: operator.id, email: operator.email, name: 'Ada' })
    expect(await database.user.count({ where: { email: operator.email } })).toBe(0)
  })

  it('tells an unknown address nothing: even the right code is wrong, and makes nobody', async () => {
    const desk = aDesk()
    const { ticket } = await startSignIn(desk, { email: 'stranger@example.com', ip: '203.0.113.2', now })
    await expect(finishByCode(desk, { ticket, code: desk.mails[0]?.code ?? '', now })).rejects.toMatchObject({ code: 'sign_in_code_wrong' })
    await expect(signInAsDemo(desk, { environment: 'development', email: 'nobody@farebox.test', now })).rejects.toMatchObject({
      code: 'sign_in_code_wrong',
    })
    expect(await database.user.count({ where: { email: { in: ['stranger@example.com', 'nobody@farebox.test'] } } })).toBe(0)
  })
})

describe('a fresh code', () => {
  const asked = async () => {
    const operator = await anOperator()
    const sessionToken = await sessionOf(operator)
    const mails: ConfirmationMail[] = []
    const desk = { database, scope: console, deliver: async (mail: ConfirmationMail) => void mails.push(mail) }
    await startConfirmation(desk, { operator, sessionToken, now })
    return { operator, sessionToken, desk, mails, code: mails[0]?.code ?? '' }
  }
  const confirmedUntil = async (token: string, at: Date) =>
    (await readOperatorSession(database, console, { token, now: at }))?.confirmedUntil

  it('confirms its session for ten minutes, and no longer', async () => {
    const { sessionToken, desk, code, mails, operator } = await asked()
    expect(mails).toEqual([{ email: operator.email, code: expect.stringMatching(/^\d{6}$/), minutes: 10 }])
    await finishConfirmation(desk, { sessionToken, code, now })
    expect(await confirmedUntil(sessionToken, now)).toEqual(after(CONFIRMED_MS))
    expect(await confirmedUntil(sessionToken, after(CONFIRMED_MS - 1))).toEqual(after(CONFIRMED_MS))
    expect(await confirmedUntil(sessionToken, after(CONFIRMED_MS))).toBeUndefined()
  })

  it('confirms no other session of the same operator, and works once', async () => {
    const { operator, sessionToken, desk, code } = await asked()
    const other = await sessionOf(operator)
    await expect(finishConfirmation(desk, { sessionToken: other, code, now })).rejects.toMatchObject({ code: 'sign_in_code_wrong' })
    await finishConfirmation(desk, { sessionToken, code, now })
    expect(await confirmedUntil(other, now)).toBeUndefined()
    await expect(finishConfirmation(desk, { sessionToken, code, now })).rejects.toMatchObject({ code: 'sign_in_code_wrong' })
  })

  it('may be tried five times, ends after ten minutes, and ends when another is asked for', async () => {
    const wrongly = await asked()
    const wrong = wrongly.code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries++) {
      await expect(finishConfirmation(wrongly.desk, { ...wrongly, code: wrong, now })).rejects.toMatchObject({ code: 'sign_in_code_wrong' })
    }
    await expect(finishConfirmation(wrongly.desk, { ...wrongly, now })).rejects.toMatchObject({ code: 'sign_in_code_wrong' })

    const late = await asked()
    await expect(finishConfirmation(late.desk, { ...late, now: after(10 * 60_000) })).rejects.toMatchObject({ code: 'sign_in_code_wrong' })

    const twice = await asked()
    await startConfirmation(twice.desk, { ...twice, now })
    const [first, second] = twice.mails
    if (first?.code !== second?.code) {
      await expect(finishConfirmation(twice.desk, { ...twice, code: first?.code ?? '', now })).rejects.toThrow()
    }
    await finishConfirmation(twice.desk, { ...twice, code: second?.code ?? '', now })
    expect(await confirmedUntil(twice.sessionToken, now)).toBeDefined()
  })

  it('may be asked for ten times in an hour', async () => {
    const { operator, sessionToken, desk } = await asked()
    for (let times = 1; times < 10; times++) await startConfirmation(desk, { operator, sessionToken, now })
    await expect(startConfirmation(desk, { operator, sessionToken, now })).rejects.toMatchObject({ code: 'rate_limit_exceeded' })
  })

  it('is not kept by renewing the session, and cannot be given to a session of another web app', async () => {
    const { operator } = await asked()
    await database.user.create({ data: { id: operator.id, email: operator.email } })
    const { token } = await issueSession(database, { audience: 'wallet', secret }, { userId: operator.id, now })
    await renewSession(database, { audience: 'wallet', secret }, { token, now })
    await expect(database.session.updateMany({ where: { audience: 'wallet' }, data: { confirmedAt: now } })).rejects.toThrow(
      'session_confirmed_in_console',
    )
  })
})
