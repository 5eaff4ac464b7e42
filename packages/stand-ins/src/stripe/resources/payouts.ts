// Payouts: from a balance to its bank account, by hand or each day by themselves. They arrive a day later, or fail.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { bankAccountOf, bankFailure } from '../connect/bank-accounts.ts'
import { ask, askFor, recipientNamed } from '../connect/change-recipient.ts'
import { newId } from '../ids.ts'
import { integer, listOf } from '../list.ts'
import { log } from '../log.ts'
import { optionalMetadata } from '../metadata.ts'
import { readParameters } from '../read-parameters.ts'
import { noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { balanceOf } from './balance.ts'
import { writeFee, writeLine } from './balance-transactions.ts'

const arrivesAfterSeconds = 24 * 60 * 60
const createParameters = z.strictObject({
  amount: integer.pipe(z.int().min(1, 'must be at least 1')),
  currency: z.literal('usd'),
  description: z.string().optional(),
  destination: z.string().optional(),
  metadata: optionalMetadata,
  method: z.enum(['standard']).optional(),
  statement_descriptor: z.string().max(22).optional(),
})

export function addPayoutRoutes(api: Api): void {
  const forAccounts = true
  api.post('/v1/payouts', create, { forAccounts })
  api.get(
    '/v1/payouts',
    ({ parameters, account, world: { store } }) =>
      listOf('/v1/payouts', store.ownedBy(account, store.tables.payouts), parameters, {
        status: ({ status }) => status,
        destination: ({ destination }) => destination,
      }),
    { forAccounts },
  )
  api.get('/v1/payouts/:id', ({ id, account, world }) => payoutNamed(id, account, world), { forAccounts })
  api.post('/v1/payouts/:id/cancel', cancel, { forAccounts })
}

function payoutNamed(id: string, account: string | null, { store }: StripeWorld): Stripe.Payout {
  const payout = store.owned(account, store.tables.payouts, id)
  if (payout === undefined) throw noSuch('payout', id, 'payout')
  return payout
}

function create({ parameters, account, world }: ApiCall): Stripe.Payout {
  const asked = readParameters(createParameters, parameters)
  return payOut({ account, amountCents: asked.amount, metadata: asked.metadata ?? {}, description: asked.description ?? null }, world)
}

function cancel({ id, account, world, cause }: ApiCall): Stripe.Payout {
  const payout = payoutNamed(id, account, world)
  if (payout.status !== 'pending') {
    const message = `Payouts can only be canceled while they are pending. This payout is ${payout.status}.`
    throw new StripeRefusal(400, { type: 'invalid_request_error', message })
  }
  payout.status = 'canceled'
  bringBack(payout, account, 'payout_cancel', world.store.nowSeconds(), world)
  noteState(payout, account, 'canceled', world.store.nowSeconds(), world)
  world.webhooks.publish('payout.canceled', payout, { cause, account })
  return payout
}

export type PayoutOrder = {
  account: string | null
  amountCents: number
  metadata?: Record<string, string>
  description?: string | null
  /** The balance lines an automatic payout carries. */
  carries?: string[]
  atSeconds?: number
}

export function payOut(order: PayoutOrder, world: StripeWorld): Stripe.Payout {
  const { store, webhooks } = world
  const { account, amountCents, carries, atSeconds = store.nowSeconds() } = order
  const refused = (code: string, message: string) => new StripeRefusal(400, { type: 'invalid_request_error', code, message })
  if (balanceOf(account, store, atSeconds).availableCents < amountCents) {
    throw refused('balance_insufficient', 'You have insufficient funds in your Stripe account for this payout.')
  }
  const bank = account === null ? 'ba_1PlatformBankAccount' : bankAccountOf(account, store)?.id
  if (bank === undefined) throw refused('no_account', 'You have no external accounts in that currency.')
  const payout = newPayout(order, bank, atSeconds)
  const line = { account, type: 'payout', reportingCategory: 'payout', amountCents: -amountCents, source: payout.id, atSeconds } as const
  const written = writeLine({ ...line, description: 'STRIPE PAYOUT' }, world)
  payout.balance_transaction = written.id
  store.tables.payouts.set(payout.id, payout)
  if (account !== null) store.tables.owners.set(payout.id, account)
  if (carries) for (const id of [...carries, written.id]) store.tables.carriedBy.set(id, payout.id)
  noteState(payout, account, 'created', atSeconds, world)
  webhooks.publish('payout.created', payout, { account, atSeconds })
  if (account !== null) writeFee(connectFeeCents(amountCents), `Connect payout ${payout.id}`, atSeconds, world)
  return payout
}

/** What Stripe asks of a platform per payout to a recipient's bank: 25 ¢ and 0.25 %, rounded up. */
function connectFeeCents(amountCents: number): number {
  return 25 + Math.ceil((amountCents * 25) / 10_000)
}

function newPayout(
  { amountCents, metadata = {}, description = null, carries }: PayoutOrder,
  bank: string,
  atSeconds: number,
): Stripe.Payout {
  return {
    id: newId('payout'),
    object: 'payout',
    amount: amountCents,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: atSeconds + arrivesAfterSeconds,
    automatic: carries !== undefined,
    balance_transaction: null,
    created: atSeconds,
    currency: 'usd',
    description,
    destination: bank,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata,
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: carries === undefined ? 'not_applicable' : 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  } satisfies Stripe.Payout
}

/** The bank took it. */
export function arrive(payout: Stripe.Payout, world: StripeWorld, atSeconds = world.store.nowSeconds()): void {
  const account = world.store.tables.owners.get(payout.id) ?? null
  payout.status = 'paid'
  noteState(payout, account, 'paid', atSeconds, world)
  world.webhooks.publish('payout.paid', payout, { account, atSeconds })
  if (payout.automatic) world.webhooks.publish('payout.reconciliation_completed', payout, { account, atSeconds })
}

/** The bank did not take it, or gave it back after it was `paid`. The recipient's bank account rests until it is changed. */
export function fail(
  payout: Stripe.Payout,
  failure: { code: string; message: string },
  world: StripeWorld,
  atSeconds = world.store.nowSeconds(),
): void {
  const { store, webhooks } = world
  const account = store.tables.owners.get(payout.id) ?? null
  payout.status = 'failed'
  payout.failure_code = failure.code
  payout.failure_message = failure.message
  payout.failure_balance_transaction = bringBack(payout, account, 'payout_failure', atSeconds, world)
  noteState(payout, account, 'failed', atSeconds, world)
  webhooks.publish('payout.failed', payout, { account, atSeconds })
  const bank = account === null ? undefined : bankAccountOf(account, store)
  if (account === null || bank === undefined || bank.id !== payout.destination) return
  bank.status = 'errored'
  webhooks.publish('account.external_account.updated', bank, { account, atSeconds, previous: { status: 'new' } })
  const error = { code: 'invalid_value_other', description: failure.message }
  const deadlineSeconds = atSeconds + 7 * 24 * 60 * 60
  askFor(recipientNamed(account, world), ask('defaults.payout_methods', { error, deadlineSeconds }), world, atSeconds)
}

export function endPayout(payout: Stripe.Payout, world: StripeWorld, atSeconds: number): void {
  const bank = world.store.tables.bankAccounts.get(String(payout.destination))
  const failure = bank && bankFailure(bank)
  if (failure) fail(payout, failure, world, atSeconds)
  else arrive(payout, world, atSeconds)
}

function bringBack(
  payout: Stripe.Payout,
  account: string | null,
  type: 'payout_failure' | 'payout_cancel',
  atSeconds: number,
  world: StripeWorld,
): string {
  const line = { account, type, reportingCategory: 'payout_reversal', amountCents: payout.amount, source: payout.id, atSeconds }
  return writeLine({ ...line, description: 'STRIPE PAYOUT RETURNED' }, world).id
}

function noteState(
  { id: payoutId, amount: amountCents }: Stripe.Payout,
  accountId: string | null,
  state: 'created' | 'paid' | 'failed' | 'canceled',
  atSeconds: number,
  { store }: StripeWorld,
): void {
  log(store, { kind: 'payout', payoutId, accountId, amountCents, state }, atSeconds)
}
