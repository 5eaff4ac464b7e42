'use server'
// What the buttons that buy do. Next takes a server action only from a page of the same origin.
import { checkoutPage, openCheckout } from '@farebox/billing/checkout'
import { newRequestId } from '@farebox/billing/trpc'
import { asAppError } from '@farebox/errors'
import { TRPCError } from '@trpc/server'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { env } from '../env'
import { requestContext } from '../trpc/context'
import { caller } from '../trpc/server'
import { till } from './till'

/** What a button says when it could not go on. Nobody was charged: Stripe's page was not reached. */
export type PayState = { problem?: string; requestId?: string }

/** Buys a package for one's own wallet: our order first, then Stripe's page. */
export async function buyPackage(_state: PayState, form: FormData): Promise<PayState> {
  const step = await attempted(async () => {
    const purchase = {
      packageName: text(form, 'package'),
      returnTo: text(form, 'returnTo') || '/',
      saveCard: text(form, 'saveCard') === 'on',
    }
    const { orderId } = await (await caller()).topups.start(purchase)
    return checkoutOf(orderId, form)
  })
  if ('problem' in step) return step
  redirect(step.url as Route)
}

/** Buys a package for a wallet that nobody has claimed: whoever has its address may. */
export async function buyForUnclaimed(_state: PayState, form: FormData): Promise<PayState> {
  const step = await attempted(async () => {
    const { orderId } = await (await caller()).topups.startUnclaimed({ wallet: text(form, 'wallet'), packageName: text(form, 'package') })
    return checkoutOf(orderId, form)
  })
  if ('problem' in step) return step
  redirect(step.url as Route)
}

/** Pays an order that somebody began: an app, a developer, or oneself. */
export async function payOrder(_state: PayState, form: FormData): Promise<PayState> {
  const step = await attempted(async () => checkoutOf((await (await caller()).topups.order({ orderId: text(form, 'order') })).id, form))
  if ('problem' in step) return step
  redirect(step.url as Route)
}

/** Where the buyer's computer has to solve a puzzle first, the purchase's own page does that, and begins anew for each try. */
async function checkoutOf(orderId: string, form: FormData): Promise<string> {
  const { ip: address, person, now, requestId } = await requestContext()
  const buyer = { address, userId: person?.userId ?? null, proof: text(form, 'altcha') || null }
  const walletUrl = env().WALLET_URL
  try {
    return await openCheckout(till(), { orderId, walletUrl, buyer, now })
  } catch (thrown) {
    if (asAppError(thrown).code !== 'proof_required') throw thrown
    return `${checkoutPage(walletUrl, orderId)}?check=${requestId}`
  }
}

async function attempted(step: () => Promise<string>): Promise<{ url: string } | { problem: string; requestId?: string }> {
  try {
    return { url: await step() }
  } catch (thrown) {
    const failure = asAppError(thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown)
    if (failure.entry.status < 500) return { problem: failure.message }
    const requestId = newRequestId()
    console.error({ page: 'pay', requestId, code: failure.code, internal: failure.internal })
    return { problem: 'The payment page could not be opened.', requestId }
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
