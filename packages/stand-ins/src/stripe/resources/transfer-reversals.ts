// Reversals: a transfer taken back, wholly or in part, as far as the recipient's balance still has it.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { newId } from '../ids.ts'
import { integer, listOf } from '../list.ts'
import { log } from '../log.ts'
import { optionalMetadata } from '../metadata.ts'
import { readParameters } from '../read-parameters.ts'
import { noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { balanceOf } from './balance.ts'
import { writeLine } from './balance-transactions.ts'
import { transferNamed } from './transfers.ts'

const createParameters = z.strictObject({
  amount: integer.pipe(z.int().min(1, 'must be at least 1')).optional(),
  description: z.string().optional(),
  metadata: optionalMetadata,
  refund_application_fee: z.string().optional(),
})

export function addTransferReversalRoutes(api: Api): void {
  api.post('/v1/transfers/:id/reversals', create)
  api.get('/v1/transfers/:id/reversals', ({ id, parameters, world }) =>
    listOf(`/v1/transfers/${id}/reversals`, reversalsOf(transferNamed(id, world), world), parameters),
  )
  api.get('/v1/transfers/:id/reversals/:below', ({ id, below, world }) => {
    const reversal = reversalsOf(transferNamed(id, world), world).find((one) => one.id === below)
    if (reversal === undefined) throw noSuch('transfer reversal', below)
    return reversal
  })
}

function reversalsOf({ id }: Stripe.Transfer, { store }: StripeWorld): Stripe.TransferReversal[] {
  return [...store.tables.reversals.values()].filter(({ transfer }) => transfer === id)
}

function create({ id, parameters, world, cause }: ApiCall): Stripe.TransferReversal {
  const asked = readParameters(createParameters, parameters)
  const transfer = transferNamed(id, world)
  const left = transfer.amount - transfer.amount_reversed
  const amountCents = asked.amount ?? left
  const refused = (message: string, code?: string) =>
    new StripeRefusal(400, { type: 'invalid_request_error', message, ...(code && { code }) })
  if (left === 0) throw refused(`Transfer ${id} is already fully reversed.`)
  if (amountCents > left) throw refused(`Reversal amount (${amountCents}) is greater than unreversed amount on transfer (${left}).`)
  const account = String(transfer.destination)
  if (balanceOf(account, world.store, world.store.nowSeconds()).availableCents < amountCents) {
    const message = 'The recipient does not have enough funds in their balance to reverse this transfer.'
    throw refused(message, 'balance_insufficient')
  }
  return takeBack(transfer, amountCents, asked.metadata ?? {}, world, cause)
}

function takeBack(
  transfer: Stripe.Transfer,
  amountCents: number,
  metadata: Record<string, string>,
  world: StripeWorld,
  cause: ApiCall['cause'],
): Stripe.TransferReversal {
  const { store, webhooks } = world
  const atSeconds = store.nowSeconds()
  const [id, account] = [newId('reversal'), String(transfer.destination)]
  const refund = newId('paymentRefund')
  const line = { atSeconds, description: `REFUND FOR TRANSFER ${transfer.id}` }
  const back = { account: null, type: 'transfer_refund', reportingCategory: 'transfer_reversal', amountCents, source: id } as const
  const gone = { account, type: 'payment_refund', reportingCategory: 'refund', amountCents: -amountCents, source: refund } as const
  const ours = writeLine({ ...line, ...back }, world)
  writeLine({ ...line, ...gone }, world)
  const reversal = {
    id,
    object: 'transfer_reversal',
    amount: amountCents,
    balance_transaction: ours.id,
    created: atSeconds,
    currency: 'usd',
    destination_payment_refund: refund,
    metadata,
    source_refund: null,
    transfer: transfer.id,
  } satisfies Stripe.TransferReversal
  store.tables.reversals.set(id, reversal)
  transfer.amount_reversed += amountCents
  transfer.reversed = transfer.amount_reversed === transfer.amount
  transfer.reversals.has_more = transfer.reversals.data.length >= 10
  transfer.reversals.data = [reversal, ...transfer.reversals.data].slice(0, 10)
  log(store, { kind: 'reversal', reversalId: id, transferId: transfer.id, accountId: account, amountCents })
  webhooks.publish('transfer.reversed', transfer, { cause })
  webhooks.publish('transfer.updated', transfer, { cause })
  return reversal
}
