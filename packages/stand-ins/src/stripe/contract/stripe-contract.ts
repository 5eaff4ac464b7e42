// What Farebox counts on Stripe for, as assertions that hold for Stripe itself and for its stand-in alike.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { type ContractCheck, check, checkWithRecipient, refusal } from './contract-check.ts'
import { paymentChecks } from './payment-checks.ts'

const session = (amountCents: number): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  client_reference_id: 'contract',
  line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: amountCents, product_data: { name: 'Contract' } } }],
  success_url: 'https://example.com/return',
})
const account = (): Stripe.V2.Core.AccountCreateParams => ({
  contact_email: 'contract@example.com',
  dashboard: 'express',
  identity: { country: 'us' },
  configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  defaults: { currency: 'usd', responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
  include: ['configuration.recipient', 'requirements', 'identity'],
})

const checkoutChecks = [
  check('answers in the API version of the client', async ({ stripe }) => {
    const { lastResponse } = await stripe.balance.retrieve()
    assert.equal(lastResponse.apiVersion ?? lastResponse.headers['stripe-version'], Stripe.API_VERSION)
  }),
  check('opens a Checkout session that nobody has paid', async ({ stripe }) => {
    const made = await stripe.checkout.sessions.create(session(1_000))
    const read = await stripe.checkout.sessions.retrieve(made.id)
    const { status, payment_status, amount_total, currency, client_reference_id, livemode, payment_intent } = read
    assert.deepEqual(
      { status, payment_status, amount_total, currency, client_reference_id, livemode, payment_intent },
      {
        ...{ status: 'open', payment_status: 'unpaid', amount_total: 1_000, currency: 'usd' },
        client_reference_id: 'contract',
        livemode: false,
        payment_intent: null,
      },
    )
    assert.match(made.url ?? '', /^https?:\/\//)
  }),
  check('answers a key again, word for word, and refuses it with other parameters', async ({ stripe }) => {
    const idempotencyKey = `contract:${randomUUID()}`
    const first = await stripe.checkout.sessions.create(session(1_000), { idempotencyKey })
    const again = await stripe.checkout.sessions.create(session(1_000), { idempotencyKey })
    assert.equal(again.id, first.id)
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true')
    const other = await refusal(stripe.checkout.sessions.create(session(2_000), { idempotencyKey }))
    assert.ok(other instanceof Stripe.errors.StripeIdempotencyError, other.type)
    assert.equal(other.statusCode, 400)
  }),
  check('does not find what is not there', async ({ stripe }) => {
    const missing = await refusal(stripe.paymentIntents.retrieve('pi_000000000000000000000000'))
    assert.deepEqual([missing.statusCode, missing.code], [404, 'resource_missing'])
  }),
]

const recipientChecks = [
  check('makes a recipient that must tell more before it may receive', async ({ stripe }) => {
    const made = await stripe.v2.core.accounts.create(account(), { idempotencyKey: `contract:${randomUUID()}` })
    assert.equal(made.object, 'v2.core.account')
    assert.deepEqual(made.applied_configurations, ['recipient'])
    const status = made.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status
    assert.ok(status === 'restricted' || status === 'pending', String(status))
    const entries = made.requirements?.entries ?? []
    assert.ok(entries.length > 0)
    for (const entry of entries) {
      assert.equal(typeof entry.description, 'string')
      assert.ok(entry.awaiting_action_from === 'user' || entry.awaiting_action_from === 'stripe')
      assert.ok(Array.isArray(entry.errors))
    }
    const bare = await stripe.v2.core.accounts.retrieve(made.id)
    assert.ok(!bare.requirements && !bare.identity, 'sections are shown only when asked for')
    const banks = await stripe.accounts.listExternalAccounts(made.id, { object: 'bank_account' })
    assert.deepEqual(banks.data, [])
  }),
  check('makes the same recipient under the same key', async ({ stripe }) => {
    const idempotencyKey = `contract:${randomUUID()}`
    const first = await stripe.v2.core.accounts.create(account(), { idempotencyKey })
    assert.equal((await stripe.v2.core.accounts.create(account(), { idempotencyKey })).id, first.id)
  }),
  check('links to a hosted page for a while', async ({ stripe }) => {
    const { id } = await stripe.v2.core.accounts.create(account())
    const urls = { refresh_url: 'https://example.com/again', return_url: 'https://example.com/back' }
    const link = await stripe.v2.core.accountLinks.create({
      account: id,
      use_case: { type: 'account_onboarding', account_onboarding: urls },
    })
    assert.match(link.url, /^https?:\/\//)
    assert.ok(Date.parse(link.expires_at) > Date.parse(link.created))
  }),
  check('refuses a transfer to nobody', async ({ stripe }) => {
    const refused = await refusal(stripe.transfers.create({ amount: 100, currency: 'usd', destination: 'acct_1000000000000000' }))
    assert.ok(refused instanceof Stripe.errors.StripeInvalidRequestError, refused.type)
    assert.equal(refused.code, 'resource_missing')
  }),
  check('refuses a transfer to whom may not receive yet', async ({ stripe, fund }) => {
    await fund(1_000)
    const { id } = await stripe.v2.core.accounts.create(account())
    const refused = await refusal(stripe.transfers.create({ amount: 100, currency: 'usd', destination: id }))
    assert.deepEqual([refused.statusCode, refused.code], [400, 'insufficient_capabilities_for_transfer'])
  }),
]

const moneyChecks = [
  check('shows a balance in dollars, and lines with what Farebox books', async ({ stripe, fund }) => {
    await fund(1_000)
    const balance = await stripe.balance.retrieve()
    for (const parts of [balance.available, balance.pending])
      assert.ok(Number.isSafeInteger(parts.find(({ currency }) => currency === 'usd')?.amount ?? 0))
    const [line] = (await stripe.balanceTransactions.list({ limit: 1 })).data
    assert.ok(line)
    assert.equal(line.net, line.amount - line.fee)
    for (const text of [line.reporting_category, line.type, line.currency]) assert.ok(text.length > 0)
    assert.ok(line.created > 1_600_000_000 && line.available_on >= line.created - 86_400)
  }),
  checkWithRecipient(
    'refuses a transfer of more than is available, and keeps saying so under that key',
    async ({ stripe, fund, recipient }) => {
      const idempotencyKey = `contract:${randomUUID()}`
      const tooMuch = { amount: 90_000_000, currency: 'usd', destination: recipient }
      const refused = await refusal(stripe.transfers.create(tooMuch, { idempotencyKey }))
      assert.deepEqual([refused.statusCode, refused.code], [400, 'balance_insufficient'])
      await fund(100)
      assert.equal((await refusal(stripe.transfers.create(tooMuch, { idempotencyKey }))).code, 'balance_insufficient')
    },
  ),
  checkWithRecipient('moves a transfer once per key, finds it by its group, and writes its line', async ({ stripe, fund, recipient }) => {
    await fund(2_000)
    const transfer_group = `contract_${randomUUID()}`
    const asked = {
      amount: 700,
      currency: 'usd',
      destination: recipient,
      transfer_group,
      metadata: { payout_id: 'contract', attempt: '1' },
    }
    const options = { idempotencyKey: `contract:${randomUUID()}` }
    const made = await stripe.transfers.create(asked, options)
    assert.equal((await stripe.transfers.create(asked, options)).id, made.id)
    const found = (await stripe.transfers.list({ transfer_group })).data
    assert.deepEqual(
      found.map(({ id, amount, amount_reversed, destination, metadata }) => ({ id, amount, amount_reversed, destination, metadata })),
      [{ id: made.id, amount: 700, amount_reversed: 0, destination: recipient, metadata: asked.metadata }],
    )
    const line = await stripe.balanceTransactions.retrieve(String(made.balance_transaction))
    const { type, reporting_category, amount, fee, net, source } = line
    assert.deepEqual(
      { type, reporting_category, amount, fee, net, source },
      { type: 'transfer', reporting_category: 'transfer', amount: -700, fee: 0, net: -700, source: made.id },
    )
  }),
  checkWithRecipient('takes part of a transfer back, and not more than there was', async ({ stripe, fund, recipient }) => {
    await fund(2_000)
    const made = await stripe.transfers.create({ amount: 600, currency: 'usd', destination: recipient })
    const reversal = await stripe.transfers.createReversal(made.id, { amount: 200 })
    const line = await stripe.balanceTransactions.retrieve(String(reversal.balance_transaction))
    assert.deepEqual([line.reporting_category, line.net, line.source], ['transfer_reversal', 200, reversal.id])
    const read = await stripe.transfers.retrieve(made.id)
    assert.deepEqual([read.amount_reversed, read.reversed, read.reversals.data.map(({ id }) => id)], [200, false, [reversal.id]])
    assert.equal((await refusal(stripe.transfers.createReversal(made.id, { amount: 401 }))).statusCode, 400)
  }),
  checkWithRecipient(
    'shows a recipient’s bank account by its fingerprint, and their own balance and payouts',
    async ({ stripe, recipient }) => {
      const [bank] = (await stripe.accounts.listExternalAccounts(recipient, { object: 'bank_account' })).data
      assert.ok(bank?.object === 'bank_account')
      assert.match(bank.fingerprint ?? '', /^\w[\w-]{7,}$/)
      assert.match(bank.last4, /^\d{4}$/)
      const balance = await stripe.balance.retrieve({}, { stripeAccount: recipient })
      assert.ok(Array.isArray(balance.available))
      for (const payout of (await stripe.payouts.list({ limit: 3 }, { stripeAccount: recipient })).data)
        assert.equal(payout.object, 'payout')
    },
  ),
]

export const stripeContract: readonly ContractCheck[] = [...checkoutChecks, ...paymentChecks, ...recipientChecks, ...moneyChecks]
