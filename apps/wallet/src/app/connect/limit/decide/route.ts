// POST /connect/limit/decide: what the person decided about the limit, from a plain form of our own page.
import { raiseLimit } from '@farebox/billing/app-limit'
import { refuseOtherSites } from '@farebox/billing/trpc'
import { asAppError } from '@farebox/errors'
import { NextResponse } from 'next/server'
import { z } from 'zod'
import { askingWebsite, donePage } from '../../../../connect/asking-website'
import { personOfForm } from '../../../../connect/decision-form'
import { env } from '../../../../env'
import { clock } from '../../../../server/clock'
import { database } from '../../../../server/database'

const text = z.string().max(64).default('')
const raiseForm = z.object({ decision: z.enum(['raise', 'keep']), account: text, limit: text, otherLimit: text, callLimit: text })

export async function POST(request: Request): Promise<Response> {
  const fields = Object.fromEntries(await request.formData())
  const asking = await askingWebsite(fields)
  if (!asking) return sendTo('/connect/problem?code=website_unknown')
  try {
    refuseOtherSites(request)
    const form = raiseForm.parse(fields)
    if (form.decision === 'keep') return sendTo(donePage(asking, false))
    const { userId } = await personOfForm(form)
    const { clientId } = asking.client
    const limit = form.otherLimit.trim() || form.limit
    await raiseLimit(database(), { clientId, userId, now: await clock().now() }, { limit, callLimit: form.callLimit })
    return sendTo(donePage(asking, true))
  } catch (thrown) {
    const { code, message } = asAppError(thrown)
    if (code === 'origin_not_allowed') return sendTo('/connect/problem?code=origin_not_allowed')
    const { client, origin, state } = asking
    return sendTo(`/connect/limit?${new URLSearchParams({ client_id: client.clientId, origin, state, problem: message })}`)
  }
}

/** See other: the browser asks for it anew, with GET, and the form is not sent twice. */
const sendTo = (path: string) => NextResponse.redirect(env().WALLET_URL + path, 303)
