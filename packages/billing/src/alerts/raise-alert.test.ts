// An alert reaches every operator and the alert address, at most once a quarter of an hour per subject, and is counted each time.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { NIL_ID, newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { foldAll, ledgerDatabase, opened } from '@farebox/ledger/testing'
import { type Mailbox, startMailbox } from '@farebox/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMailer } from '../mails/index.ts'
import { makeOperator } from '../testing/operators.ts'
import { alertMetrics } from './alert-counts.ts'
import { type AlertDesk, raiseAlert } from './raise-alert.ts'
import { watchBooks } from './watch-books.ts'
import { watchJobs } from './watch-jobs.ts'
import { watchLosses } from './watch-losses.ts'

const ledger = opened(ledgerDatabase)
let mailbox: Mailbox
let address: Server
let desk: AlertDesk
const called: Record<string, unknown>[] = []
beforeAll(async () => {
  mailbox = await startMailbox()
  address = createServer(async (request, response) => {
    called.push((await json(request)) as Record<string, unknown>)
    response.end()
  })
  await new Promise<void>((resolve) => address.listen(0, '127.0.0.1', resolve))
  const alertWebhookUrl = `http://127.0.0.1:${(address.address() as AddressInfo).port}/`
  const mailer = openMailer({ smtpUrl: mailbox.smtpUrl, from: 'Farebox <hello@farebox.test>' })
  desk = { database: ledger.database, mailer, alertWebhookUrl, consoleUrl: 'http://console.localhost:3002' }
})
afterAll(async () => {
  desk.mailer.close()
  await mailbox.stop()
  await new Promise((resolve) => address.close(resolve))
})

const minutes = (count: number) => new Date(Date.UTC(2026, 10, 21) + count * 60_000)
const alertOf = (subject: string, now: Date) =>
  ({ kind: 'payout_unknown', subject, explanation: `${subject} has no answer.`, now }) as const
const calls = (subject: string) => called.filter((body) => body.subject === subject)

async function asOwner(statements: string): Promise<void> {
  const owner = await connectAsOwner(ledger.url)
  try {
    await owner.query(`set session_replication_role = replica; ${statements}`)
  } finally {
    await owner.end()
  }
}

describe('an alert', () => {
  it('reaches every operator who has not left, and the alert address, with what to do', async () => {
    const [ada, grace, gone] = [
      await makeOperator(ledger.url, 'finance'),
      await makeOperator(ledger.url, 'engineer'),
      await makeOperator(ledger.url, 'admin'),
    ]
    await asOwner(`update operator set left_at = now() where id = '${gone.id}'`)
    expect(await raiseAlert(desk, alertOf('payout one', minutes(0)))).toBe(true)
    for (const { email } of [ada, grace]) {
      const mail = await mailbox.waitForMail(email)
      expect(mail.subject).toBe('Alert: payout one')
      expect(mail.text).toContain('docs/operations/runbooks.md#payout-unknown')
      expect(mail.links).toEqual(['http://console.localhost:3002/alerts'])
    }
    expect(mailbox.mails(gone.email)).toEqual([])
    expect(calls('payout one')).toMatchObject([{ kind: 'payout_unknown', explanation: 'payout one has no answer.' }])
  })

  it('is told once a quarter of an hour, and counted each time', async () => {
    const told = []
    for (const minute of [0, 1, 14, 15, 16, 29, 30]) told.push(await raiseAlert(desk, alertOf('payout two', minutes(minute))))
    expect(told).toEqual([true, false, false, true, false, false, true])
    expect(calls('payout two')).toHaveLength(3)
    expect(await alertMetrics(ledger.database)).toContain('farebox_alerts_total{kind="payout_unknown"} 8')
  })

  it('raised in twenty places at once is told once', async () => {
    const told = await Promise.all(Array.from({ length: 20 }, () => raiseAlert(desk, alertOf('payout three', minutes(0)))))
    expect(told.filter(Boolean)).toHaveLength(1)
    const again = await Promise.all(Array.from({ length: 20 }, () => raiseAlert(desk, alertOf('payout three', minutes(20)))))
    expect(again.filter(Boolean)).toHaveLength(1)
    expect(await ledger.database.alert.findFirstOrThrow({ where: { subject: 'payout three' } })).toMatchObject({ times: 40 })
  })

  it('stays as a row where neither mail nor address takes it', async () => {
    const deaf = {
      ...desk,
      mailer: openMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'a@farebox.test' }),
      alertWebhookUrl: 'http://127.0.0.1:1/',
    }
    expect(await raiseAlert(deaf, alertOf('payout four', minutes(0)))).toBe(true)
    expect(await ledger.database.alert.count({ where: { subject: 'payout four' } })).toBe(1)
    deaf.mailer.close()
  })
})

describe('what is watched', () => {
  it('a broken invariant, named', async () => {
    expect(await watchBooks(desk, new Date())).toBeUndefined()
    const wallet = newId()
    await asOwner(`insert into wallet (id, mode, kind, open_holds) values ('${wallet}', 'live', 'guest', 1)`)
    await expect(watchBooks(desk, new Date())).rejects.toThrow(/14/)
    await asOwner(`delete from wallet where id = '${wallet}'`)
    expect(calls('invariant:14')).toMatchObject([{ kind: 'books_broken' }])
  })

  it('a queued job that died', async () => {
    await asOwner(`insert into pgboss.job (name, data, state, completed_on, output)
      values ('send-receipt', '{}', 'failed', now(), '{"message": "no such order"}')`)
    expect(await watchJobs(desk, new Date())).toBe(1)
    expect(calls('send-receipt')[0]?.explanation).toContain('no such order')
  })

  it('a provider that bills us more than a dollar beyond its charges in an hour', async () => {
    const [provider, first, second] = [newId(), newId(), newId()]
    const loss = (
      transaction: string,
      amount: number,
    ) => `insert into transfer (transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents)
      values ('${transaction}', 1, 'live', 'usage_loss', '${NIL_ID}', 'provider_payable', '${provider}', ${amount})`
    expect(await watchLosses(desk, new Date())).toBe(0)
    await asOwner(`insert into provider (id, name) values ('${provider}', 'greedy'); ${loss(first, 100_000_000)}`)
    await foldAll(ledger.database)
    expect(await watchLosses(desk, new Date())).toBe(0)
    await asOwner(loss(second, 1))
    await foldAll(ledger.database)
    expect(await watchLosses(desk, new Date(Date.now() + 2 * 3_600_000))).toBe(0)
    await asOwner(`delete from setting where name = 'usage_loss_seen'`)
    expect(await watchLosses(desk, new Date())).toBe(1)
    expect(calls('greedy')[0]?.explanation).toContain('$1.00000001')
    expect(await watchLosses(desk, new Date())).toBe(0)
    await asOwner(`delete from transfer where transaction_id in ('${first}', '${second}')`)
  })
})
