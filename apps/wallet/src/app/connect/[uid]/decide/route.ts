// POST /connect/{uid}/decide: what the person decided, from a plain form of our own page.
import { allowInteraction, denyInteraction } from '@farebox/auth/oauth'
import { giveConsent } from '@farebox/billing/consent'
import { refuseOtherSites } from '@farebox/billing/trpc'
import { AppError, asAppError } from '@farebox/errors'
import { NextResponse } from 'next/server'
import { askedOfThisBrowser, ofThisBrowser } from '../../../../connect/asked'
import { choiceOf, personOfForm, readDecision } from '../../../../connect/decision-form'
import { env } from '../../../../env'
import { clock } from '../../../../server/clock'
import { database } from '../../../../server/database'
import { countDecision } from '../../../../server/decision-attempts'
import { networkAddress } from '../../../../server/network-address'
import { oauth } from '../../../../server/oauth'

type Params = { params: Promise<{ uid: string }> }

export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { uid } = await params
  try {
    refuseOtherSites(request)
    await countDecision(request)
    return sendTo(await decide(request, uid))
  } catch (thrown) {
    const { code, message } = asAppError(thrown)
    if (code === 'connect_expired' || code === 'origin_not_allowed') return sendTo(`${env().WALLET_URL}/connect/problem?code=${code}`)
    return sendTo(`${env().WALLET_URL}/connect/${uid}?problem=${encodeURIComponent(message)}`)
  }
}

async function decide(request: Request, uid: string): Promise<string> {
  const form = await readDecision(request)
  const [asked, browser, server] = await Promise.all([askedOfThisBrowser(uid), ofThisBrowser(uid), oauth()])
  if (!asked) throw new AppError('connect_expired')
  if (form.decision === 'deny') return denyInteraction(server, browser)
  const person = await personOfForm(form)
  await giveConsent(database(), { clientId: asked.clientId, userId: person.userId, now: await clock().now() }, choiceOf(form), {
    markupBps: form.markupBps,
    ip: networkAddress(request.headers),
  })
  const backToApp = await allowInteraction(server, browser, person.userId)
  if (form.decision === 'allow') return backToApp
  const back = `/connect/back?to=${encodeURIComponent(new URL(backToApp).pathname)}`
  return `${env().WALLET_URL}/top-up?returnTo=${encodeURIComponent(back)}`
}

/** See other: the browser asks for it anew, with GET, and the form is not sent twice. */
const sendTo = (address: string) => NextResponse.redirect(address, 303)
