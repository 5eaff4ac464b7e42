// Transfers to a developer's account: sent so that the same payout is never paid twice, and found again whatever became of the answer.
import type Stripe from 'stripe'
import type { StripeTransfer, TransferOutcome, TransferRequest } from './money-out-gate.ts'
import { failureOf, isMissing } from './outcome.ts'

/** Far more than a payout has attempts. */
const TRANSFERS_MAX = 200

export async function transfer(stripe: Stripe, request: TransferRequest): Promise<TransferOutcome> {
  try {
    const standing = whatStands(await transfersOf(stripe, request.payoutId), request)
    return standing ?? (await send(stripe, request))
  } catch (cause) {
    return failureOf(cause)
  }
}

/** A transfer of this attempt happened, whatever became of it. Of another attempt, it must be back entirely before more is sent. */
function whatStands(transfers: readonly StripeTransfer[], request: TransferRequest): TransferOutcome | undefined {
  const standing = transfers.find(({ attempt, amountCents, reversedCents }) => attempt === request.attempt || reversedCents < amountCents)
  if (!standing) return undefined
  const { transferId, amountCents, destination } = standing
  if (amountCents === request.amountCents && destination === request.stripeAccountId) return { kind: 'accepted', transferId }
  return { kind: 'unknown', cause: `transfer ${transferId} of this payout has another amount or destination` }
}

async function send(stripe: Stripe, { payoutId, attempt, amountCents, stripeAccountId }: TransferRequest): Promise<TransferOutcome> {
  const { id } = await stripe.transfers.create(
    {
      amount: amountCents,
      currency: 'usd',
      destination: stripeAccountId,
      transfer_group: groupOf(payoutId),
      metadata: { payout_id: payoutId, attempt: String(attempt) },
    },
    // The reconciler repeats, after it has looked. Repeating here would hide which answer belongs to which try.
    { idempotencyKey: `payout:${payoutId}:${attempt}`, maxNetworkRetries: 0 },
  )
  return { kind: 'accepted', transferId: id }
}

export async function transfersOf(stripe: Stripe, payoutId: string): Promise<StripeTransfer[]> {
  const found: StripeTransfer[] = []
  for await (const one of stripe.transfers.list({ transfer_group: groupOf(payoutId), limit: 100 })) {
    found.push(await transferFacts(stripe, one))
    if (found.length >= TRANSFERS_MAX) break
  }
  return found.reverse()
}

export async function transferById(stripe: Stripe, transferId: string): Promise<StripeTransfer | null> {
  try {
    return await transferFacts(stripe, await stripe.transfers.retrieve(transferId))
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}

async function transferFacts(stripe: Stripe, given: Stripe.Transfer): Promise<StripeTransfer> {
  const reversals = given.reversals.has_more
    ? await stripe.transfers.listReversals(given.id, { limit: 100 }).autoPagingToArray({ limit: 1_000 })
    : given.reversals.data
  const attempt = /^\d{1,6}$/.test(given.metadata.attempt ?? '') ? Number.parseInt(given.metadata.attempt ?? '', 10) : null
  return {
    transferId: given.id,
    payoutId: given.metadata.payout_id ?? null,
    attempt,
    amountCents: given.amount,
    reversedCents: given.amount_reversed,
    reversals: reversals.map(({ id, amount, created }) => ({ reversalId: id, amountCents: amount, createdAt: at(created) })).reverse(),
    destination: typeof given.destination === 'string' ? given.destination : (given.destination?.id ?? ''),
    createdAt: at(given.created),
  }
}

const groupOf = (payoutId: string) => `payout_${payoutId}`
const at = (seconds: number) => new Date(seconds * 1000)
