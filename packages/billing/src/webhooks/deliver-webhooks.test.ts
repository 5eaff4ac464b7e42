// Events on their way: signed as the standard says, tried again, in order, replayed, and given up on in the end.
import { publicId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { startMailbox } from '@farebox/stand-ins'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aDeveloper, type Developer, developerWorld } from '../../test/developer-world.ts'
import { openMailer } from '../mails/index.ts'
import { anEndpoint, type ReceivedWebhook, type Receiver, startReceiver, webhookDesk } from '../testing/webhook-world.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { deliverWebhooks } from './deliver-webhooks.ts'
import { listDeliveries, replayDelivery, sendTest } from './deliveries.ts'
import type { WebhookDesk } from './endpoint.ts'
import { recordEvent } from './record-event.ts'
import { nextAttemptAt } from './retry-schedule.ts'
import { sendWebhookMail } from './send-webhook-mail.ts'

const world = opened(developerWorld)
let desk: WebhookDesk
let app: Developer
let receiver: Receiver
beforeAll(async () => {
  desk = webhookDesk(world.database)
})
beforeEach(async () => {
  app = await aDeveloper(world)
  receiver = await startReceiver()
})
afterEach(() => receiver.stop())

const now = new Date('2030-01-01T12:00:00Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const ownerOf = () => ({ appId: app.appId, mode: 'live' as const })
const endpointOf = () => anEndpoint(desk, app, receiver.url, { events: ['limit.changed', 'price.changed'], now })

/** Something happens to an object of the app. */
const happens = (objectId: string, note: string, at = now) =>
  world.database.$transaction((transaction) =>
    recordEvent(transaction, {
      ...{ type: 'limit.changed' as const, mode: 'live' as const, about: { appId: app.appId } },
      ...{ objectId: `${objectId}_of_${app.appId}`, data: { note }, now: at },
    }),
  )

const notes = () => receiver.received.map(({ event }) => event.data.note)
const verify = ({ headers, body }: ReceivedWebhook, secret: string) => new Webhook(secret).verify(body, headers as Record<string, string>)

describe('a delivery', () => {
  it('is signed so that the standard’s own package accepts it, and nobody else’s secret does', async () => {
    const { secret } = await endpointOf()
    await happens('con_1', 'first')
    expect(await deliverWebhooks(desk, now)).toBe(1)
    const [received] = receiver.received
    if (!received) throw new Error('nothing arrived')
    expect(verify(received, secret)).toMatchObject({
      type: 'limit.changed',
      object_id: `con_1_of_${app.appId}`,
      sequence: 1,
      mode: 'live',
      data: { note: 'first' },
    })
    expect(received.headers['webhook-id']).toBe(received.event.id)
    expect(() => verify({ ...received, body: received.body.replace('first', 'other') }, secret)).toThrow()
    expect(() => verify(received, `whsec_${Buffer.alloc(32).toString('base64')}`)).toThrow()
    expect(await deliverWebhooks(desk, later(DAY_MS))).toBe(0)
  })

  it('is tried again later and later, under the same id, until it arrives', async () => {
    const { id } = await endpointOf()
    await happens('con_1', 'first')
    receiver.answer(500)
    expect(await deliverWebhooks(desk, now)).toBe(0)
    expect(await deliverWebhooks(desk, later(4_999))).toBe(0)
    expect(receiver.received).toHaveLength(1)
    expect(await deliverWebhooks(desk, later(5_000))).toBe(0)
    receiver.answer(200)
    expect(await deliverWebhooks(desk, later(24_999))).toBe(0)
    expect(receiver.received).toHaveLength(2)
    expect(await deliverWebhooks(desk, later(25_000))).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const { rows } = await listDeliveries(world.database, ownerOf(), { endpointId: id, limit: 10 })
    expect(rows).toMatchObject([{ status: 'delivered', nextAttemptAt: null }])
    expect(rows[0]?.attempts.map(({ httpStatus, failure }) => [httpStatus, failure])).toEqual([
      [500, 'It answered 500.'],
      [500, 'It answered 500.'],
      [200, null],
    ])
  })

  it('waits for those before it of the same object, and for no others', async () => {
    await endpointOf()
    receiver.answer(503)
    await happens('con_1', 'first')
    await deliverWebhooks(desk, now)
    await happens('con_1', 'second')
    await happens('con_2', 'other')
    receiver.answer(200)
    await deliverWebhooks(desk, later(1_000))
    expect(notes()).toEqual(['first', 'other'])
    await deliverWebhooks(desk, later(5_000))
    expect(notes()).toEqual(['first', 'other', 'first', 'second'])
    expect(receiver.received.map(({ event }) => event.sequence)).toEqual([1, 1, 1, 2])
  })

  it('is given up after 3 days, and no longer stands in the way of what comes after it', async () => {
    const { id } = await endpointOf()
    receiver.answer(500)
    await happens('con_1', 'first')
    await happens('con_1', 'second', later(DAY_MS))
    for (let hour = 0; hour <= 73; hour += 1) await deliverWebhooks(desk, later(hour * HOUR_MS))
    receiver.answer(200)
    await deliverWebhooks(desk, later(74 * HOUR_MS))
    const { rows } = await listDeliveries(world.database, ownerOf(), { endpointId: id, limit: 10 })
    expect(rows.map(({ sequence, status }) => [sequence, status])).toEqual([
      [2, 'delivered'],
      [1, 'failed'],
    ])
  })

  it('follows no redirect', async () => {
    const { id } = await endpointOf()
    const elsewhere = await startReceiver()
    receiver.answer(307, { location: elsewhere.url })
    await happens('con_1', 'first')
    await deliverWebhooks(desk, now)
    expect(elsewhere.received).toEqual([])
    await elsewhere.stop()
    const { rows } = await listDeliveries(world.database, ownerOf(), { endpointId: id, limit: 10 })
    expect(rows[0]?.attempts).toMatchObject([{ httpStatus: 307, failure: 'It answered 307: redirects are not followed.' }])
  })

  it('is made by one of two workers that look at once', async () => {
    await endpointOf()
    for (let n = 0; n < 8; n += 1) await happens(`con_${n}`, String(n))
    await Promise.all([deliverWebhooks(desk, now), deliverWebhooks(desk, now), deliverWebhooks(desk, now)])
    expect(notes().sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  })
})

describe('a secret that is replaced', () => {
  it('signs beside the new one for a day, then no more', async () => {
    const { id, secret: old } = await endpointOf()
    const { secret } = await changeEndpoint(desk, { ...ownerOf(), endpointId: id, now }, { rotateSecret: true })
    await happens('con_1', 'first')
    await deliverWebhooks(desk, later(HOUR_MS))
    await happens('con_1', 'second', later(DAY_MS))
    await deliverWebhooks(desk, later(DAY_MS))
    const [first, second] = receiver.received
    if (!first || !second || !secret) throw new Error('something is missing')
    expect(verify(first, old)).toBeTruthy()
    expect(verify(first, secret)).toBeTruthy()
    expect(verify(second, secret)).toBeTruthy()
    expect(() => verify(second, old)).toThrow()
    const stored = await world.database.webhookSecret.findMany()
    for (const { sealed } of stored) expect(Buffer.from(sealed).toString('latin1')).not.toContain('whsec_')
  })
})

describe('a developer', () => {
  it('replays a delivery under its own event id, out of order if need be', async () => {
    const { id } = await endpointOf()
    await happens('con_1', 'first')
    await deliverWebhooks(desk, now)
    receiver.answer(500)
    await happens('con_1', 'second')
    await deliverWebhooks(desk, now)
    receiver.answer(200)
    const { rows } = await listDeliveries(world.database, ownerOf(), { endpointId: id, limit: 10 })
    const delivered = rows.find(({ status }) => status === 'delivered')
    const replay = await replayDelivery(world.database, ownerOf(), { deliveryId: delivered?.id ?? '', now: later(1_000) })
    expect(replay).toMatchObject({ replays: delivered?.id, eventId: delivered?.eventId, status: 'pending' })
    await deliverWebhooks(desk, later(1_000))
    expect(notes()).toEqual(['first', 'second', 'first'])
  })

  it('sends a test, whatever the endpoint subscribed to', async () => {
    const { id, secret } = await endpointOf()
    const sent = await sendTest(world.database, ownerOf(), { endpointId: id, now })
    expect(sent).toMatchObject({ type: 'webhook.test', status: 'pending' })
    await deliverWebhooks(desk, now)
    expect(receiver.types()).toEqual(['webhook.test'])
    expect(receiver.received.map((each) => verify(each, secret))).toMatchObject([{ id: sent.eventId }])
  })

  it('disables an endpoint: what waits ends, what happens then is not written, and nothing can be sent there', async () => {
    const { id } = await endpointOf()
    receiver.answer(500)
    await happens('con_1', 'first')
    await deliverWebhooks(desk, now)
    await changeEndpoint(desk, { ...ownerOf(), endpointId: id, now }, { status: 'disabled' })
    expect(await happens('con_1', 'second')).toBe(0)
    await deliverWebhooks(desk, later(DAY_MS))
    expect(receiver.received).toHaveLength(1)
    await expect(sendTest(world.database, ownerOf(), { endpointId: id, now })).rejects.toMatchObject({ code: 'webhook_endpoint_disabled' })
    const { rows } = await listDeliveries(world.database, ownerOf(), { endpointId: id, limit: 10 })
    expect(rows).toMatchObject([{ status: 'failed' }])
    await changeEndpoint(desk, { ...ownerOf(), endpointId: id, now }, { status: 'enabled' })
    expect(await happens('con_1', 'third')).toBe(1)
  })
})

describe('an endpoint that fails', () => {
  it('for 5 days is disabled, and its people are mailed; one success in between begins anew', async () => {
    const { id } = await endpointOf()
    const status = async () => (await world.database.webhookEndpoint.findFirstOrThrow({ where: { appId: app.appId } })).status
    const failAt = async (day: number) => {
      receiver.answer(500)
      await happens(`con_${day}`, 'x', later(day * DAY_MS))
      await deliverWebhooks(desk, later(day * DAY_MS))
    }
    await failAt(0)
    receiver.answer(200)
    await deliverWebhooks(desk, later(DAY_MS))
    await failAt(2)
    await failAt(4)
    await failAt(6.9)
    expect(await status()).toBe('enabled')
    await failAt(7.1)
    expect(await status()).toBe('disabled')

    const endpoint = await world.database.webhookEndpoint.findFirstOrThrow({ where: { appId: app.appId } })
    expect(endpoint.disabledReason).toBe('Nothing arrived for 5 days.')
    expect(await world.database.webhookDelivery.count({ where: { endpointId: endpoint.id, status: 'pending' } })).toBe(0)
    const jobs = await world.database.$queryRaw<{ data: unknown }[]>`select data from pgboss.job where name = 'send-webhook-mail'`
    expect(jobs).toEqual([{ data: { endpointId: endpoint.id } }])

    const mailbox = await startMailbox()
    const mailer = openMailer({ smtpUrl: mailbox.smtpUrl, from: 'Farebox <hello@farebox.test>' })
    await sendWebhookMail({ database: world.database, mailer, dashboardUrl: 'http://dashboard.localhost:3000' }, endpoint.id)
    const mail = await mailbox.waitForMail(app.person.email, 10_000)
    expect(mail.text).toContain('Nothing arrived for 5 days.')
    expect(mail.links[0]).toBe(`http://dashboard.localhost:3000/apps/${publicId('app', app.appId)}/webhooks`)
    mailer.close()
    await mailbox.stop()
    await changeEndpoint(desk, { ...ownerOf(), endpointId: id, now }, { status: 'enabled' })
    expect(await status()).toBe('enabled')
  })

  it('is disabled at once where it says that it is gone', async () => {
    await endpointOf()
    receiver.answer(410)
    await happens('con_1', 'x')
    await deliverWebhooks(desk, now)
    expect(await world.database.webhookEndpoint.findFirstOrThrow({ where: { appId: app.appId } })).toMatchObject({
      ...{ status: 'disabled', disabledReason: 'It answered 410: it is gone.' },
    })
  })
})

it('the pauses grow from 5 seconds to 12 hours, and end within 3 days', () => {
  const pauses: number[] = []
  let at: Date | undefined = now
  for (let attempts = 1; at; attempts += 1) {
    const next: Date | undefined = nextAttemptAt({ attempts, createdAt: now, now: at })
    if (next) pauses.push((next.getTime() - at.getTime()) / 1_000)
    at = next
  }
  expect(pauses).toEqual([5, 20, 80, 320, 1_280, 5_120, 20_480, 43_200, 43_200, 43_200, 43_200, 43_200])
})
