// GET /api/proof?order=…: a puzzle for whoever is about to pay this order. It is signed, ends after some minutes and works once.
import { proofChallenge } from '@farebox/billing/checkout'
import { asAppError } from '@farebox/errors'
import { TRPCError } from '@trpc/server'
import { env } from '../../../env'
import { clock } from '../../../server/clock'
import { caller } from '../../../trpc/server'

export async function GET(request: Request): Promise<Response> {
  try {
    const { id: orderId } = await (await caller()).topups.order({ orderId: new URL(request.url).searchParams.get('order') ?? '' })
    const challenge = await proofChallenge({ secret: env().WALLET_SESSION_SECRET, orderId, now: await clock().now() })
    return Response.json(challenge, { headers: { 'cache-control': 'no-store' } })
  } catch (thrown) {
    const { code, message, entry } = asAppError(thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown)
    return Response.json({ error: { code, message } }, { status: entry.status })
  }
}
