// POST /connect/{uid}/decide: what the person decided, from a plain form of our own page.
import { allowInteraction, denyInteraction } from '@farebox/auth/oauth'
import { giveConsent } from '@farebox/billing/consent'
import { refuseOtherSites } from '@farebox/billing/trpc'
import { AppError, asAppError } from '@farebox/errors'
import { NextResponse } from 'next/server'
import { z } from 'zod'
import { askedOfThisBrowser, ofThisBrowser } from '../../../../connect/asked'
import { env } from '../../../../env'
import { clock } from '../../../../server/clock'
import { database } from '../../../../server/database'
import { networkAddress } from '../../../../server/network-address'
import { oauth } from '../../../../server/oauth'
import { currentPerson } from '../../../../server/session'

const text = z.string().max(64)
const decisionForm = z.object({
  decision: z.enum(['allow', 'allow_and_top_up', 'deny']),
  account: text,
  markupBps: z.coerce.number().int(),
  limit: text.default(''),
  otherLimit: text.default(''),
  period: z.enum(['day', 'week', 'month']).default('month'),
  callLimit: text.default(''),
  expiresInDays: z.enum(['', '1', '30', '365']).default(''),
  models: z.array(text).max(200).default([]),
})

type Params = { params: Promise<{ uid: string }> }

export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { uid } = await params
  try {
    refuseOtherSites(request)
    return sendTo(await decide(request, uid))
  } catch (thrown) {
    const { code, message } = asAppError(thrown)
    if (code === 'connect_expired' || code === 'origin_not_allowed') return sendTo(`${env().WALLET_URL}/connect/problem?code=${code}`)
    return sendTo(`${env().WALLET_URL}/connect/${uid}?problem=${encodeURIComponent(message)}`)
  }
}

async function decide(request: Request, uid: string): Promise<string> {
  const fields = await request.formData()
  const form = decisionForm.parse({ ...Object.fromEntries(fields), models: fields.getAll('models') })
  const [asked, person, browser, server] = await Promise.all([askedOfThisBrowser(uid), currentPerson(), ofThisBrowser(uid), oauth()])
  if (!asked) throw new AppError('connect_expired')
  if (form.decision === 'deny') return denyInteraction(server, browser)
  // Whoever is signed in now must be whom the page named.
  if (person?.userId !== form.account)
    throw new AppError('consent_changed', { message: 'You are signed in as somebody else now. Look again before you decide.' })

  const { limit, otherLimit, expiresInDays, ...choice } = form
  await giveConsent(
    database(),
    { clientId: asked.clientId, userId: person.userId, now: await clock().now() },
    { ...choice, limit: limit === 'other' ? otherLimit : limit, expiresInDays: expiresInDays === '' ? null : Number(expiresInDays) },
    { markupBps: form.markupBps, ip: networkAddress(request.headers) },
  )
  const backToApp = await allowInteraction(server, browser, person.userId)
  if (form.decision === 'allow') return backToApp
  const { pathname, search } = new URL(backToApp)
  return `${env().WALLET_URL}/top-up?returnTo=${encodeURIComponent(pathname + search)}`
}

/** See other: the browser asks for it anew, with GET, and the form is not sent twice. */
const sendTo = (address: string) => NextResponse.redirect(address, 303)
