// GET /connect/top-up: an app's sheet sent the person here to add money, and hears when they are back from it.
import { NextResponse } from 'next/server'
import { askingWebsite, donePage } from '../../../connect/asking-website'
import { env } from '../../../env'

export async function GET(request: Request): Promise<Response> {
  const asking = await askingWebsite(Object.fromEntries(new URL(request.url).searchParams))
  if (!asking) return sendTo('/connect/problem?code=website_unknown')
  // Practice money is given, not bought.
  if (asking.client.mode === 'sandbox') return sendTo(donePage(asking, false))
  return sendTo(`/top-up?returnTo=${encodeURIComponent(donePage(asking, true))}`)
}

const sendTo = (path: string) => NextResponse.redirect(env().WALLET_URL + path, 303)
