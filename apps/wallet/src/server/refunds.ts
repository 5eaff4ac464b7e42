'use server'
// What the buttons that ask for money back do. Next takes a server action only from a page of the same origin.
import { newRequestId } from '@farebox/billing/trpc'
import { asAppError } from '@farebox/errors'
import { TRPCError } from '@trpc/server'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { caller } from '../trpc/server'

/** What a button says when nothing was moved. */
export type RefundState = { problem?: string; requestId?: string }

/** Of one's own wallet. */
export async function askOwnRefund(_state: RefundState, form: FormData): Promise<RefundState> {
  const orderId = text(form, 'orderId')
  const problem = await attempted(async () => (await caller()).refunds.ask({ orderId, amountCents: cents(form) }))
  if (problem) return problem
  redirect(`/purchases/${orderId}?refund=asked` as Route)
}

/** By the link of a receipt, without an account. */
export async function askReceiptRefund(_state: RefundState, form: FormData): Promise<RefundState> {
  const token = text(form, 'token')
  const problem = await attempted(async () => (await caller()).refunds.askByReceipt({ token, amountCents: cents(form) }))
  if (problem) return problem
  redirect(`/receipt/${encodeURIComponent(token)}?refund=asked` as Route)
}

async function attempted(ask: () => Promise<unknown>): Promise<RefundState | undefined> {
  try {
    await ask()
  } catch (thrown) {
    const failure = asAppError(thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown)
    if (failure.entry.status < 500) return { problem: failure.message }
    const requestId = newRequestId()
    console.error({ page: 'refund', requestId, code: failure.code, internal: failure.internal })
    return { problem: 'The refund could not be asked for.', requestId }
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Whole cents, as the page showed them. Anything else is refused at the door. */
const cents = (form: FormData): number => Number.parseInt(text(form, 'amountCents'), 10)
