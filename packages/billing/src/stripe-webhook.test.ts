// A whole story at the Stripe stand-in, heard through both doors over HTTP: every event arrives where it belongs and can be worked off.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { asAppError } from '@farebox/errors'
import { opened } from '@farebox/ledger/testing'
import { type StripeStandIn, startStripeStandIn } from '@farebox/stand-ins'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStripe } from './stripe/open-stripe.ts'
import { receiveConnectWebhook, receiveStripeWebhook } from './stripe-webhook.ts'
import { ledgerDatabase } from './testing/world.ts'
import { handleStripeEvent } from './topups/handle-stripe-event.ts'

const [ours, connect] = ['whsec_of_our_own_account', 'whsec_of_connected_accounts']
const ledger = opened(ledgerDatabase)
let standIn: StripeStandIn
let doors: Server
const refused: string[] = []

beforeAll(async () => {
  doors = createServer(async (request, response) => {
    const [receive, secret] = request.url === '/connect' ? [receiveConnectWebhook, connect] : [receiveStripeWebhook, ours]
    const given = { rawBody: await text(request), signature: String(request.headers['stripe-signature']), livemode: false, now: new Date() }
    try {
      await receive(ledger.database, { ...given, secrets: [secret] })
      response.writeHead(200).end()
    } catch (cause) {
      refused.push(asAppError(cause).internal ?? 'refused')
      response.writeHead(400).end()
    }
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => doors.once('listening', listening))
  const base = `http://127.0.0.1:${(doors.address() as AddressInfo).port}`
  standIn = await startStripeStandIn({
    webhook: { url: `${base}/ours`, secret: ours },
    connectWebhook: { url: `${base}/connect`, secret: connect },
  })
})
afterAll(async () => {
  await standIn.stop()
  doors.close()
})

it('hears of payments and transfers at one door, of developers’ accounts at the other, and works all of it off', async () => {
  const till = { database: ledger.database, stripe: openStripe({ secretKey: 'sk_test_farebox', apiBase: standIn.url }) }
  const gate = till.stripe.moneyOut
  const { stripeAccountId } = await gate.createRecipient({ organizationId: 'somebody', email: 'ada@farebox.test', country: 'US' })
  standIn.connect.onboard(stripeAccountId)
  standIn.connect.addBalance(10_000)
  await gate.transfer({ payoutId: 'one', attempt: 1, amountCents: 900, stripeAccountId })
  standIn.advance(2 * 86_400)
  const [payout] = await gate.connectedPayouts(stripeAccountId)
  standIn.connect.endPayout(payout?.payoutId ?? '', 'failed')

  const sent = [...standIn.events(), ...standIn.thinEvents()]
  const inbox = () => ledger.database.stripeEvent.findMany()
  await expect.poll(async () => (await inbox()).length, { timeout: 10_000 }).toBe(sent.length)
  expect(refused).toEqual([])
  const types = (await inbox()).map(({ type }) => type)
  for (const type of ['transfer.created', 'payout.paid', 'payout.failed', 'v2.core.account[requirements].updated'])
    expect(types).toContain(type)
  // None of it is ours: the payout, the account and the transfer are unknown here, and that stops nothing.
  for (const { id } of await inbox()) await handleStripeEvent(till, id, new Date())
  expect((await inbox()).filter(({ status }) => status !== 'handled')).toEqual([])
})
