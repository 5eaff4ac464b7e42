// What the Connect side refuses, in the errors the real SDK raises.
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './start-stripe-stand-in.ts'

let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn()
  const { host, port } = standIn
  stripe = new Stripe('sk_test_standin', { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })
  standIn.connect.addBalance(100_000)
})
afterAll(() => standIn.stop())

const recipient = { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } }
const responsibilities = { fees_collector: 'application', losses_collector: 'application' } as const
const newAccount = (country = 'us') =>
  stripe.v2.core.accounts.create({ identity: { country }, configuration: { recipient }, defaults: { responsibilities } })
const transfer = (destination: string, amount = 100) => stripe.transfers.create({ amount, currency: 'usd', destination })

it('refuses a transfer to nobody, and to whom may not receive', async () => {
  await expect(transfer('acct_nobody')).rejects.toMatchObject({ code: 'resource_missing', param: 'destination' })
  const { id } = await newAccount()
  const unable = { code: 'insufficient_capabilities_for_transfer', type: 'StripeInvalidRequestError' }
  await expect(transfer(id)).rejects.toMatchObject(unable)
  standIn.connect.onboard(id, { isVerifiedLater: true })
  await expect(transfer(id)).rejects.toMatchObject(unable)
  standIn.connect.clear(id)
  await expect(transfer(id)).resolves.toMatchObject({ destination: id })
  standIn.connect.restrict(id)
  await expect(transfer(id)).rejects.toMatchObject(unable)
  expect(standIn.log().filter(({ kind }) => kind === 'transfer-refused')).toHaveLength(4)
})

it('never supports a country it cannot pay to', async () => {
  const { id } = await newAccount('cu')
  standIn.connect.onboard(id)
  const { configuration } = await stripe.v2.core.accounts.retrieve(id, { include: ['configuration.recipient'] })
  expect(configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers).toMatchObject({
    status: 'unsupported',
    status_details: [{ code: 'unsupported_country' }],
  })
})

it('refuses wrong parameters of the v2 API, and an unknown account', async () => {
  await expect(stripe.v2.core.accounts.create({ configuration: { recipient } })).rejects.toMatchObject({ code: 'parameter_missing' })
  await expect(newAccount('Utopia')).rejects.toMatchObject({ statusCode: 400 })
  await expect(stripe.v2.core.accounts.retrieve('acct_none')).rejects.toMatchObject({ statusCode: 404 })
  await expect(stripe.balance.retrieve({}, { stripeAccount: 'acct_none' })).rejects.toMatchObject({
    statusCode: 403,
    code: 'account_invalid',
  })
  expect((await fetch(`${standIn.url}/setup/none`)).status).toBe(404)
})

it('keeps an account out of the books of another', async () => {
  const [one, other] = [await newAccount(), await newAccount()]
  standIn.connect.onboard(one.id)
  const { destination_payment } = await transfer(one.id)
  const stripeAccount = other.id
  await expect(stripe.charges.retrieve(String(destination_payment), {}, { stripeAccount })).rejects.toMatchObject({ statusCode: 404 })
  await expect(stripe.charges.retrieve(String(destination_payment))).rejects.toMatchObject({ statusCode: 404 })
  expect((await stripe.balanceTransactions.list({}, { stripeAccount })).data).toEqual([])
})

it('refuses a payout of more than there is, and without a bank account', async () => {
  const { id } = await newAccount()
  await expect(stripe.payouts.create({ amount: 1, currency: 'usd' }, { stripeAccount: id })).rejects.toMatchObject({
    code: 'balance_insufficient',
  })
  standIn.connect.addBalance(500, id)
  await expect(stripe.payouts.create({ amount: 1, currency: 'usd' }, { stripeAccount: id })).rejects.toMatchObject({ code: 'no_account' })
})
