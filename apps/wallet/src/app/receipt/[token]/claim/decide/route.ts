// POST /receipt/{token}/claim/decide: the balance becomes the payer's, within the limit they chose for the app.
import { claimByReceipt } from '@farebox/billing/connect-links'
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
  const receipt = `${env().WALLET_URL}/receipt/${token}`
  try {
    refuseOtherSites(request)
    await countDecision(request)
    const form = await readDecision(request)
    const person = await personOfForm(form)
    if (form.decision === 'deny') return NextResponse.redirect(receipt, 303)
    const shown = { markupBps: form.markupBps, ip: networkAddress(request.headers) }
    await claimByReceipt(database(), { token, person, choice: choiceOf(form), shown, now: await clock().now() })
    return NextResponse.redirect(env().WALLET_URL, 303)
  } catch (thrown) {
    return NextResponse.redirect(`${receipt}/claim?problem=${encodeURIComponent(asAppError(thrown).message)}`, 303)
  }
}
