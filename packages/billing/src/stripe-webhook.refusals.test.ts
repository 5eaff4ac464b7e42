// Stripe's two doors: each takes its own events, signed with its own secret, and each event once.
import { newId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { signatureHeader } from '@farebox/stand-ins'
import { describe, expect, it } from 'vitest'
import { receiveConnectWebhook, receiveStripeWebhook } from './stripe-webhook.ts'
import { ledgerDatabase } from './testing/world.ts'

const ledger = opened(ledgerDatabase)

const [ours, connect] = ['whsec_of_our_own_account', 'whsec_of_connected_accounts']
const snapshot = (more: object = {}) => ({
  ...{ id: `evt_${newId()}`, object: 'event', type: 'payout.paid', created: 1_790_000_000, livemode: false, data: { object: {} } },
  ...more,
})
const thin = (more: object = {}) => ({
  ...{ id: `evt_test_${newId()}`, object: 'v2.core.event', type: 'v2.core.account[requirements].updated', livemode: false },
  ...{ created: '2026-11-21T10:00:00.000Z', related_object: { id: 'acct_1', type: 'v2.core.account', url: '/v2/core/accounts/acct_1' } },
  ...more,
})

type Door = typeof receiveStripeWebhook
const send = (door: Door, event: unknown, { signedWith, secrets }: { signedWith: string; secrets: string[] }) => {
  const rawBody = typeof event === 'string' ? event : JSON.stringify(event)
  const signature = signatureHeader(rawBody, signedWith, Math.floor(Date.now() / 1000))
  return door(ledger.database, { rawBody, signature, secrets, livemode: false, now: new Date() })
}
const toConnect = (event: unknown) => send(receiveConnectWebhook, event, { signedWith: connect, secrets: [connect] })
const toOurs = (event: unknown) => send(receiveStripeWebhook, event, { signedWith: ours, secrets: [ours] })
const refused = { code: 'webhook_signature_wrong' }
const stored = (id: string) => ledger.database.stripeEvent.findUnique({ where: { id } })

describe('the door of connected accounts', () => {
  it('stores their events and thin events once, as they came', async () => {
    for (const event of [snapshot({ account: 'acct_1' }), thin()]) {
      expect(await toConnect(event)).toBe(true)
      expect(await toConnect(event)).toBe(false)
      expect(await stored(event.id)).toMatchObject({ type: event.type, status: 'stored', payload: event })
    }
  })

  it('refuses what another secret signed, an event of our own account, and the other Stripe mode', async () => {
    const forged = thin()
    await expect(send(receiveConnectWebhook, forged, { signedWith: ours, secrets: [connect] })).rejects.toMatchObject(refused)
    expect(await stored(forged.id)).toBeNull()
    await expect(toConnect(snapshot({ type: 'transfer.created' }))).rejects.toMatchObject(refused)
    await expect(toConnect(thin({ livemode: true }))).rejects.toMatchObject(refused)
  })

  it('opens to nothing while its secret is empty', async () => {
    await expect(send(receiveConnectWebhook, thin(), { signedWith: ' ', secrets: ['', ' '] })).rejects.toMatchObject(refused)
  })

  it('refuses a signed body that is no event', async () => {
    for (const body of ['{}', 'not json', '[]', JSON.stringify(thin({ id: 5 }))])
      await expect(toConnect(body)).rejects.toMatchObject(refused)
  })
})

describe('the door of our own account', () => {
  it('refuses events of connected accounts and thin events: their names of objects are not ours', async () => {
    await expect(toOurs(snapshot({ account: 'acct_1' }))).rejects.toMatchObject(refused)
    await expect(toOurs(thin())).rejects.toMatchObject(refused)
    expect(await toOurs(snapshot())).toBe(true)
  })
})
