// The Connect side of the Stripe stand-in through the real SDK and a real receiver: recipients, transfers, payouts, balances, events.
import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './start-stripe-stand-in.ts'

const [secret, connectSecret] = ['whsec_platform', 'whsec_connect']
const daySeconds = 86_400
let standIn: StripeStandIn
let stripe: Stripe
let receiver: Server
let [platform, connect]: [Stripe.Event[], Stripe.Event[]] = [[], []]
let thin: Stripe.V2.Core.EventNotification[] = []

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const [body, signature] = [Buffer.concat(pieces), String(request.headers['stripe-signature'])]
    if (request.url === '/platform') platform.push(await stripe.webhooks.constructEventAsync(body, signature, secret))
    else if (body.includes('"v2.core.event"')) thin.push(await stripe.parseEventNotificationAsync(body, signature, connectSecret))
    else connect.push(await stripe.webhooks.constructEventAsync(body, signature, connectSecret))
    response.writeHead(200).end()
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => receiver.once('listening', listening))
  const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  standIn = await startStripeStandIn({
    webhook: { url: `${base}/platform`, secret, retryFirstMs: 20 },
    connectWebhook: { url: `${base}/connect`, secret: connectSecret, retryFirstMs: 20 },
  })
  const { host, port } = standIn
  stripe = new Stripe('sk_test_standin', { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })
})
afterAll(async () => {
  await standIn.stop()
  receiver.close()
})
afterEach(() => {
  standIn.faults.reset()
  ;[platform, connect, thin] = [[], [], []]
})

const newAccount = () =>
  stripe.v2.core.accounts.create({
    contact_email: 'ada@farebox.test',
    dashboard: 'express',
    identity: { country: 'us' },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    include: ['configuration.recipient', 'requirements', 'identity', 'defaults'],
  })
const read = (id: string) => stripe.v2.core.accounts.retrieve(id, { include: ['configuration.recipient', 'requirements', 'identity'] })
const statusOf = async (id: string) => (await read(id)).configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status
const transfer = (destination: string, amount: number, more: Partial<Stripe.TransferCreateParams> = {}) =>
  stripe.transfers.create({ amount, currency: 'usd', destination, ...more })
const balance = async (stripeAccount?: string) => {
  const { available, pending } = await stripe.balance.retrieve({}, stripeAccount ? { stripeAccount } : {})
  return [available[0]?.amount, pending[0]?.amount]
}
async function activeRecipient(): Promise<string> {
  const { id } = await newAccount()
  standIn.connect.onboard(id)
  return id
}
const visit = (address: string, fields?: Record<string, string>) =>
  fetch(address, { redirect: 'manual', ...(fields && { method: 'POST', body: new URLSearchParams(fields) }) })

describe('onboarding', () => {
  it('asks on a hosted page, once per link, and activates the capability', async () => {
    const account = await newAccount()
    expect(account.requirements?.entries?.map(({ description }) => description)).toContain('identity.individual.given_name')
    expect(await statusOf(account.id)).toBe('restricted')
    const urls = { refresh_url: 'http://dashboard.test/refresh', return_url: 'http://dashboard.test/return' }
    const { url } = await stripe.v2.core.accountLinks.create({
      account: account.id,
      use_case: { type: 'account_onboarding', account_onboarding: urls },
    })
    expect(await (await visit(url)).text()).toContain('Where should your earnings go?')
    expect((await visit(url)).headers.get('location')).toBe(urls.refresh_url)

    const answers = { givenName: 'Ada', familyName: 'Byron', country: 'US', routingNumber: '110000000', accountNumber: '' }
    const refused = await visit(url, answers)
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('Enter an account number of 4 to 17 digits.')])
    const accepted = await visit(url, { ...answers, accountNumber: '000123456789' })
    expect(accepted.headers.get('location')).toBe(urls.return_url)

    expect(await statusOf(account.id)).toBe('active')
    expect((await read(account.id)).requirements?.entries).toEqual([])
    const banks = await stripe.accounts.listExternalAccounts(account.id, { object: 'bank_account' })
    expect(banks.data).toMatchObject([{ object: 'bank_account', last4: '6789', fingerprint: expect.stringMatching(/^.{16}$/) }])
    await expect.poll(() => thin.map(({ type }) => type)).toContain('v2.core.account[configuration.recipient].capability_status_updated')
    const changed = thin.find(({ type }) => type.endsWith('capability_status_updated'))
    expect(await stripe.v2.core.events.retrieve(changed?.id ?? '')).toMatchObject({
      related_object: { id: account.id, type: 'v2.core.account' },
      data: { updated_capability: 'stripe_balance.stripe_transfers' },
    })
    expect(changed).not.toHaveProperty('data')
  })

  it('shows only the sections that are asked for', async () => {
    const { id } = await newAccount()
    expect(await stripe.v2.core.accounts.retrieve(id)).toMatchObject({ id, configuration: null, requirements: null, identity: null })
  })

  it('takes what is changed later, and lists accounts by pages', async () => {
    const { id } = await newAccount()
    const changed = await stripe.v2.core.accounts.update(id, { contact_email: 'new@farebox.test', metadata: { organization: 'one' } })
    expect(changed).toMatchObject({ id, contact_email: 'new@farebox.test', metadata: { organization: 'one' } })
    const made = [(await newAccount()).id, (await newAccount()).id]
    const listed: string[] = []
    for await (const account of stripe.v2.core.accounts.list({ limit: 1 })) {
      listed.push(account.id)
      if (listed.length === 3) break
    }
    expect(listed).toEqual([...made.reverse(), id])
  })

  it('survives a restart, and delivers then what was not delivered', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'stripe-')), 'stripe.json')
    const before = await startStripeStandIn({ stateFile, connectWebhook: { url: 'http://127.0.0.1:9/', secret: connectSecret } })
    const clientOf = ({ host, port }: StripeStandIn) => new Stripe('sk_test_x', { host, port, protocol: 'http', telemetry: false })
    const { id } = await clientOf(before).v2.core.accounts.create({
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    })
    before.connect.onboard(id)
    before.connect.addBalance(1_000)
    await clientOf(before).transfers.create({ amount: 400, currency: 'usd', destination: id })
    before.advance(daySeconds)
    await before.stop()
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/connect`
    const after = await startStripeStandIn({ stateFile, connectWebhook: { url, secret: connectSecret } })
    await expect.poll(() => connect.filter(({ account }) => account === id).map(({ type }) => type)).toContain('payout.created')
    const [payout] = (await clientOf(after).payouts.list({}, { stripeAccount: id })).data
    expect(payout).toMatchObject({ amount: 400, status: 'pending' })
    expect(after.log()).toEqual(before.log())
    await after.stop()
  })

  it('restricts at a deadline, rejects, and notices another bank account', async () => {
    const id = await activeRecipient()
    standIn.connect.askFor(id, 'identity.individual.id_number', 2 * daySeconds)
    expect(await statusOf(id)).toBe('active')
    expect((await read(id)).requirements?.summary?.minimum_deadline).toMatchObject({ status: 'currently_due', time: expect.any(String) })
    standIn.advance(3 * daySeconds)
    expect(await statusOf(id)).toBe('restricted')
    standIn.connect.clear(id)
    expect(await statusOf(id)).toBe('active')

    const fingerprint = async () => (await stripe.accounts.listExternalAccounts(id)).data.map((bank) => bank.fingerprint)
    const before = await fingerprint()
    standIn.connect.changeBank(id, '000999999991')
    expect(await fingerprint()).not.toEqual(before)
    await expect
      .poll(() => connect.filter(({ account }) => account === id).map(({ type }) => type))
      .toContain('account.external_account.deleted')

    standIn.connect.reject(id)
    expect(await statusOf(id)).toBe('rejected')
    standIn.connect.clear(id)
    expect(await statusOf(id)).toBe('rejected')
  })
})

describe('money', () => {
  it('of a charge is pending two days, then available, and a transfer moves it', async () => {
    const id = await activeRecipient()
    const [availableBefore = 0] = await balance()
    const { id: session } = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://wallet.test',
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 10_000, product_data: { name: 'Pro' } } }],
    })
    standIn.faults.set({ balanceTransactionDelayMs: 0 })
    standIn.pay(session)
    await expect.poll(() => balance()).toEqual([availableBefore, 9_680])
    await expect(transfer(id, availableBefore + 1)).rejects.toMatchObject({ code: 'balance_insufficient', statusCode: 400 })
    standIn.advance(3 * daySeconds)
    expect(await balance()).toEqual([availableBefore + 9_680, 0])
    await expect.poll(() => platform.map(({ type }) => type)).toContain('balance.available')

    const sent = await transfer(id, 5_000, { transfer_group: 'payout_1', metadata: { payout_id: '1', attempt: '1' } })
    expect(await balance()).toEqual([availableBefore + 4_680, 0])
    expect(await balance(id)).toEqual([5_000, 0])
    expect((await stripe.transfers.list({ transfer_group: 'payout_1' })).data).toMatchObject([{ id: sent.id, metadata: { attempt: '1' } }])
    const [line] = (await stripe.balanceTransactions.list({ source: sent.id })).data
    expect(line).toMatchObject({
      type: 'transfer',
      reporting_category: 'transfer',
      amount: -5_000,
      fee: 0,
      net: -5_000,
      status: 'available',
    })
    await expect.poll(() => platform.filter(({ type }) => type === 'transfer.created')).toHaveLength(1)
  })

  it('comes back by reversals, as far as it is there', async () => {
    standIn.connect.addBalance(10_000)
    const id = await activeRecipient()
    const { id: sent } = await transfer(id, 3_000)
    await stripe.transfers.createReversal(sent, { amount: 1_000 })
    expect(await stripe.transfers.retrieve(sent)).toMatchObject({ amount_reversed: 1_000, reversed: false })
    await expect(stripe.transfers.createReversal(sent, { amount: 2_001 })).rejects.toThrow(/greater than unreversed/)
    standIn.connect.addBalance(-500, id)
    await expect(stripe.transfers.createReversal(sent)).rejects.toMatchObject({ code: 'balance_insufficient' })
    standIn.connect.addBalance(500, id)
    await stripe.transfers.createReversal(sent)
    expect(await stripe.transfers.retrieve(sent)).toMatchObject({ amount_reversed: 3_000, reversed: true })
    expect(await balance(id)).toEqual([0, 0])
    await expect.poll(() => platform.filter(({ type }) => type === 'transfer.reversed')).toHaveLength(2)
  })

  it('leaves for the bank at midnight and arrives a day later, with the transfers it carried', async () => {
    standIn.connect.addBalance(10_000)
    const id = await activeRecipient()
    const { id: sent } = await transfer(id, 4_000)
    standIn.advance(daySeconds)
    const [payout] = (await stripe.payouts.list({}, { stripeAccount: id })).data
    expect(payout).toMatchObject({ amount: 4_000, automatic: true, status: 'pending' })
    standIn.advance(daySeconds)
    await expect
      .poll(() => connect.find(({ type, account }) => type === 'payout.paid' && account === id))
      .toMatchObject({ account: id, data: { object: { id: payout?.id } } })
    const carried = await stripe.balanceTransactions.list({ payout: payout?.id ?? '', expand: ['data.source'] }, { stripeAccount: id })
    expect(carried.data.map(({ source }) => (source as Stripe.Charge).source_transfer)).toContain(sent)
    // Stripe's price of a payout: 25 ¢ and 0.25 %.
    const fees = (await stripe.balanceTransactions.list({ type: 'stripe_fee' })).data
    expect(fees[0]).toMatchObject({ amount: -35, reporting_category: 'fee', description: `Connect payout ${payout?.id}` })
    expect(await balance(id)).toEqual([0, 0])
  })

  it('comes back from a bank that does not take it, and waits for another bank account', async () => {
    standIn.connect.addBalance(10_000)
    const id = await activeRecipient()
    standIn.connect.changeBank(id, '000111111116')
    await transfer(id, 2_000)
    standIn.advance(2 * daySeconds)
    const [failed] = (await stripe.payouts.list({}, { stripeAccount: id })).data
    expect(failed).toMatchObject({ status: 'failed', failure_code: 'no_account' })
    expect(await balance(id)).toEqual([2_000, 0])
    expect((await read(id)).requirements?.entries).toMatchObject([{ description: 'defaults.payout_methods', errors: [{}] }])
    standIn.connect.changeBank(id, '000123456789')
    standIn.advance(2 * daySeconds)
    expect((await stripe.payouts.list({}, { stripeAccount: id })).data.map(({ status }) => status)).toEqual(['paid', 'failed'])
  })

  it('adds up: each balance is the sum of its lines, and the log tells the same story', async () => {
    standIn.connect.addBalance(50_000)
    const id = await activeRecipient()
    await transfer(id, 1_234, { transfer_group: 'story' })
    const sums = async (options: Stripe.RequestOptions) => {
      let total = 0
      for await (const { net } of stripe.balanceTransactions.list({ limit: 100 }, options)) total += net
      return total
    }
    expect(await sums({})).toBe((await balance()).reduce<number>((sum, cents) => sum + (cents ?? 0), 0))
    expect(await sums({ stripeAccount: id })).toBe(1_234)
    const told = standIn.log().filter((entry) => entry.kind === 'transfer' && entry.group === 'story')
    expect(told).toMatchObject([{ accountId: id, amountCents: 1_234 }])
    const { entries } = await (await fetch(`${standIn.url}/control/log?kind=transfer`)).json()
    expect(entries.at(-1)).toMatchObject({ group: 'story' })
  })
})

describe('trouble on request', () => {
  const key = () => ({ idempotencyKey: `payout:${Math.random()}:1`, maxNetworkRetries: 0 })
  const transfersOf = async (transfer_group: string) => (await stripe.transfers.list({ transfer_group })).data.length

  it.each([
    ['before', 0],
    ['rate-limit', 0],
    ['after', 1],
  ] as const)('%s: the call fails, and %i transfers exist', async (how, made) => {
    standIn.connect.addBalance(10_000)
    const id = await activeRecipient()
    standIn.faults.set({ api: { next: 1, how, path: '/v1/transfers', method: 'POST' } })
    const group = `group_${how}`
    await expect(transfer(id, 100, { transfer_group: group })).rejects.toBeInstanceOf(Stripe.errors.StripeError)
    expect(await transfersOf(group)).toBe(made)
    expect(standIn.log().findLast(({ kind }) => kind === 'api-fault')).toMatchObject({ how, path: '/v1/transfers' })
  })

  it.each([
    ['drop-before', 0],
    ['drop', 1],
    ['hang-before', 0],
    ['hang', 1],
  ] as const)('%s: no answer, and %i transfers exist', async (how, made) => {
    standIn.connect.addBalance(10_000)
    const id = await activeRecipient()
    standIn.faults.set({ api: { next: 5, how, path: '/v1/transfers', method: 'POST' } })
    const group = `group_${how}`
    const call = stripe.transfers.create(
      { amount: 100, currency: 'usd', destination: id, transfer_group: group },
      { ...key(), timeout: 200 },
    )
    await expect(call).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(await transfersOf(group)).toBe(made)
  })

  it('a 500 stays under its key for a day; after that the key pays again', async () => {
    standIn.connect.addBalance(10_000)
    const id = await activeRecipient()
    const send = (amount = 100) => stripe.transfers.create({ amount, currency: 'usd', destination: id, transfer_group: 'kept' }, options)
    const options = key()
    standIn.faults.set({ api: { next: 1, how: 'after', path: '/v1/transfers' } })
    await expect(send()).rejects.toMatchObject({ statusCode: 500 })
    await expect(send()).rejects.toMatchObject({ statusCode: 500 })
    await expect(send(200)).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(await transfersOf('kept')).toBe(1)
    standIn.advance(25 * 3600)
    await send()
    expect(await transfersOf('kept')).toBe(2)
  })

  it('keeps a refusal for want of money under its key, though money came', async () => {
    const id = await activeRecipient()
    const [available = 0] = await balance()
    const options = key()
    const send = () => stripe.transfers.create({ amount: available + 1, currency: 'usd', destination: id }, options)
    await expect(send()).rejects.toMatchObject({ code: 'balance_insufficient' })
    standIn.connect.addBalance(1_000)
    await expect(send()).rejects.toMatchObject({ code: 'balance_insufficient' })
  })

  it('events overtake one another, repeat and vanish', async () => {
    standIn.connect.addBalance(10_000)
    const id = await activeRecipient()
    standIn.faults.set({ webhooks: { reorderNext: 2, duplicateNext: 1, type: 'transfer.created' } })
    const first = await transfer(id, 100)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(platform.filter(({ type }) => type === 'transfer.created').length).toBeLessThanOrEqual(1)
    const second = await transfer(id, 200)
    const order = () => platform.filter(({ type }) => type === 'transfer.created').map(({ data }) => (data.object as Stripe.Transfer).id)
    await expect.poll(() => order().length).toBe(3)
    expect(new Set(order())).toEqual(new Set([first.id, second.id]))
    standIn.faults.set({ webhooks: { reorderNext: 0, duplicateNext: 0, dropNext: 1, type: 'transfer.created' } })
    const vanished = await transfer(id, 300)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(order()).not.toContain(vanished.id)
    expect((await stripe.events.list({ type: 'transfer.created' })).data[0]?.data.object).toMatchObject({ id: vanished.id })
  })
})
