// GET /connect/{uid}/continue: the person signed in, and what they allowed this app before still stands. Nothing new is allowed here.
import { signInInteraction } from '@farebox/auth/oauth'
import { hasConsented } from '@farebox/billing/consent'
import { NextResponse } from 'next/server'
import { askedOfThisBrowser, ofThisBrowser } from '../../../../connect/asked'
import { env } from '../../../../env'
import { clock } from '../../../../server/clock'
import { database } from '../../../../server/database'
import { oauth } from '../../../../server/oauth'
import { currentPerson } from '../../../../server/session'

export async function GET(_request: Request, { params }: { params: Promise<{ uid: string }> }): Promise<Response> {
  const { uid } = await params
  const [asked, person] = await Promise.all([askedOfThisBrowser(uid), currentPerson()])
  if (!asked) return NextResponse.redirect(`${env().WALLET_URL}/connect/problem?code=connect_expired`, 303)
  const asking = person && asked.prompt === 'login' && { clientId: asked.clientId, userId: person.userId, now: await clock().now() }
  if (!asking || !(await hasConsented(database(), asking))) return NextResponse.redirect(`${env().WALLET_URL}/connect/${uid}`, 303)
  return NextResponse.redirect(await signInInteraction(await oauth(), await ofThisBrowser(uid), asking.userId), 303)
}
