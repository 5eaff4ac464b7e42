// Transfers: from the platform's available balance to a recipient's.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { isReceiving } from '../connect/change-recipient.ts'
import { newId } from '../ids.ts'
import { integer, listOf } from '../list.ts'
import { log } from '../log.ts'
import { optionalMetadata } from '../metadata.ts'
import { readParameters } from '../read-parameters.ts'
import { invalidParameter, noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { balanceOf } from './balance.ts'
import { writeLine } from './balance-transactions.ts'
import { newTransferPayment } from './charges.ts'

const createParameters = z.strictObject({
  amount: integer.pipe(z.int().min(1, 'must be at least 1')),
  currency: z.string().length(3),
  destination: z.string(),
  description: z.string().max(1000).optional(),
  metadata: optionalMetadata,
  source_transaction: z.string().optional(),
  source_type: z.enum(['card']).optional(),
  transfer_group: z.string().max(255).optional(),
})
const updateParameters = z.strictObject({ description: z.string().optional(), metadata: optionalMetadata })

export function addTransferRoutes(api: Api): void {
  api.post('/v1/transfers', create)
  api.get('/v1/transfers', ({ parameters, world }) =>
    listOf('/v1/transfers', world.store.tables.transfers.values(), parameters, {
      destination: ({ destination }) => destination,
      transfer_group: ({ transfer_group }) => transfer_group,
    }),
  )
  api.get('/v1/transfers/:id', ({ id, world }) => transferNamed(id, world))
  api.post('/v1/transfers/:id', ({ id, parameters, world, cause }) => {
    const given = readParameters(updateParameters, parameters)
    const transfer = transferNamed(id, world)
    if (given.description !== undefined) transfer.description = given.description
    transfer.metadata = { ...transfer.metadata, ...given.metadata }
    world.webhooks.publish('transfer.updated', transfer, { cause })
    return transfer
  })
}

export function transferNamed(id: string, { store }: StripeWorld): Stripe.Transfer {
  const transfer = store.tables.transfers.get(id)
  if (transfer === undefined) throw noSuch('transfer', id)
  return transfer
}

type Asked = z.infer<typeof createParameters>

function create({ parameters, world, cause }: ApiCall): Stripe.Transfer {
  const asked = readParameters(createParameters, parameters)
  if (asked.currency.toLowerCase() !== 'usd') throw invalidParameter('The stand-in moves US dollars only.', 'currency')
  try {
    const availableOn = checkMoney(asked, world)
    return move(asked, availableOn, world, cause)
  } catch (refusal) {
    const { destination: accountId, amount: amountCents, transfer_group: group = null } = asked
    if (refusal instanceof StripeRefusal) {
      log(world.store, { kind: 'transfer-refused', code: refusal.body.code ?? 'refused', accountId, amountCents, group })
    }
    throw refusal
  }
}

/** Whether it may be sent, and when it counts: at once, or with the charge it is tied to. Refusals here had begun: they are kept under the key. */
function checkMoney({ destination, amount, source_transaction: source }: Asked, { store }: StripeWorld): number {
  const nowSeconds = store.nowSeconds()
  const account = store.tables.accounts.get(destination)
  if (account === undefined) {
    throw refused('resource_missing', `No such destination: '${destination}'`, 'destination')
  }
  if (!isReceiving(account, nowSeconds)) {
    const needed = 'transfers, crypto_transfers, legacy_payments'
    const message = `Your destination account needs to have at least one of the following capabilities enabled: ${needed}`
    throw refused('insufficient_capabilities_for_transfer', message)
  }
  if (source === undefined) {
    if (balanceOf(null, store, nowSeconds).availableCents >= amount) return nowSeconds
    const hint = 'One way to add funds to your available balance is to use a test card whose charges are available at once.'
    throw refused('balance_insufficient', `You have insufficient available funds in your Stripe account. ${hint}`)
  }
  const charge = store.tables.charges.get(source)
  if (charge === undefined) throw refused('resource_missing', `No such charge: '${source}'`, 'source_transaction')
  const used = [...store.tables.transfers.values()].filter(({ source_transaction }) => source_transaction === source)
  const left = charge.amount - used.reduce((sum, transfer) => sum + transfer.amount, 0)
  if (left < amount) throw refused('parameter_invalid_integer', 'Source transaction has insufficient funds for this transfer.', 'amount')
  return store.tables.balanceTransactions.get(String(charge.balance_transaction))?.available_on ?? nowSeconds
}

const refused = (code: string, message: string, param?: string) =>
  new StripeRefusal(400, { type: 'invalid_request_error', code, message, ...(param && { param }) })

function move(asked: Asked, availableOnSeconds: number, world: StripeWorld, cause: ApiCall['cause']): Stripe.Transfer {
  const { store, webhooks } = world
  const { amount: amountCents, destination } = asked
  const transfer = newTransfer(asked, store.nowSeconds())
  const payment = newTransferPayment(transfer)
  const atSeconds = transfer.created
  const line = { atSeconds, availableOnSeconds, description: transfer.description }
  const sent = { account: null, type: 'transfer', reportingCategory: 'transfer', amountCents: -amountCents, source: transfer.id } as const
  const received = { account: destination, type: 'payment', reportingCategory: 'charge', amountCents, source: payment.id } as const
  transfer.balance_transaction = writeLine({ ...line, ...sent }, world).id
  payment.balance_transaction = writeLine({ ...line, ...received }, world).id
  transfer.destination_payment = payment.id
  store.tables.transfers.set(transfer.id, transfer)
  store.tables.charges.set(payment.id, payment)
  store.tables.owners.set(payment.id, destination)
  const { transfer_group: group, metadata } = transfer
  log(store, { kind: 'transfer', transferId: transfer.id, accountId: destination, amountCents, group, metadata })
  webhooks.publish('transfer.created', transfer, { cause })
  webhooks.publish('payment.created', payment, { account: destination })
  return transfer
}

function newTransfer(asked: Asked, createdSeconds: number): Stripe.Transfer {
  const id = newId('transfer')
  return {
    id,
    object: 'transfer',
    amount: asked.amount,
    amount_reversed: 0,
    balance_transaction: null,
    created: createdSeconds,
    currency: 'usd',
    description: asked.description ?? null,
    destination: asked.destination,
    livemode: false,
    metadata: asked.metadata ?? {},
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: asked.source_transaction ?? null,
    source_type: 'card',
    transfer_group: asked.transfer_group ?? (asked.source_transaction ? `group_${asked.source_transaction}` : null),
  } satisfies Stripe.Transfer
}
