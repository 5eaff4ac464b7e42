// POST /stop/{token}/decide: the button of the page, pressed. The link is the permission, and it only ever stops something.
import { stopSpending } from '@farebox/billing/notices'
import { refuseOtherSites } from '@farebox/billing/trpc'
import { asAppError } from '@farebox/errors'
import { NextResponse } from 'next/server'
import { env } from '../../../../env'
import { clock } from '../../../../server/clock'
import { stopDesk } from '../../../../server/stop-desk'

type Params = { params: Promise<{ token: string }> }

export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params
  const page = `${env().WALLET_URL}/stop/${encodeURIComponent(token)}`
  try {
    refuseOtherSites(request)
    await stopSpending(stopDesk(), token, await clock().now())
    return NextResponse.redirect(page, 303)
  } catch (thrown) {
    return NextResponse.redirect(`${page}?problem=${encodeURIComponent(asAppError(thrown).message)}`, 303)
  }
}
