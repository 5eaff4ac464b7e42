// POST /connect/link/{token}/decide: what the person decided, from a plain form of our own page.
import { allowByLink, denyByLink } from '@farebox/billing/connect-links'
import { refuseOtherSites } from '@farebox/billing/trpc'
import { asAppError } from '@farebox/errors'
import { NextResponse } from 'next/server'
import { choiceOf, personOfForm, readDecision } from '../../../../../connect/decision-form'
import { env } from '../../../../../env'
import { clock } from '../../../../../server/clock'
import { database } from '../../../../../server/database'
import { countDecision } from '../../../../../server/decision-attempts'
import { networkAddress } from '../../../../../server/network-address'

type Params = { params: Promise<{ token: string }> }

export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params
  try {
    refuseOtherSites(request)
    await countDecision(request)
    return sendTo(await decide(request, token))
  } catch (thrown) {
    const { code, message } = asAppError(thrown)
    if (code === 'connect_expired') return sendTo(`${env().WALLET_URL}/connect/problem?code=link_expired`)
    if (code === 'origin_not_allowed' || code === 'app_suspended') return sendTo(`${env().WALLET_URL}/connect/problem?code=${code}`)
    return sendTo(`${env().WALLET_URL}/connect/link/${token}?problem=${encodeURIComponent(message)}`)
  }
}

async function decide(request: Request, token: string): Promise<string> {
  const form = await readDecision(request)
  const { userId } = await personOfForm(form)
  const now = await clock().now()
  if (form.decision === 'deny') return denyByLink(database(), { token, userId, now })
  const shown = { markupBps: form.markupBps, ip: networkAddress(request.headers) }
  return allowByLink(database(), { token, userId, choice: choiceOf(form), shown, now })
}

/** See other: the browser asks for it anew, with GET, and the form is not sent twice. */
const sendTo = (address: string) => NextResponse.redirect(address, 303)
