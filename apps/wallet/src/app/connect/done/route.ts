// GET /connect/done: tells the website that opened this window that the person is done here. It says no more than that: what is
// spendable now, the app learns by trying again.
import { messagePage } from '@farebox/auth/message-page'
import { NextResponse } from 'next/server'
import { askingWebsite } from '../../../connect/asking-website'
import { env } from '../../../env'

export async function GET(request: Request): Promise<Response> {
  const parameters = Object.fromEntries(new URL(request.url).searchParams)
  const asking = await askingWebsite(parameters)
  if (!asking) return NextResponse.redirect(`${env().WALLET_URL}/connect/problem?code=website_unknown`, 303)
  const { client, origin, state } = asking
  const isDone = parameters.done === '1'
  const { html, headers } = messagePage({
    ...{ kind: 'funds', answer: { state, isDone }, targetOrigin: origin },
    says: isDone ? `Done. Go on in ${client.appName}.` : `Nothing was changed. Go on in ${client.appName}.`,
  })
  return new Response(html, { headers })
}
