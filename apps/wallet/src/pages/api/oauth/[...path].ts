// /oauth/* and the discovery documents: handed to the OAuth server as they came, at the wallet's own address.
import type { NextApiRequest, NextApiResponse } from 'next'
import { env } from '../../../env'
import { oauth } from '../../../server/oauth'

// The server reads bodies itself; it answers on its own.
export const config = { api: { bodyParser: false, externalResolver: true } }

const MOUNTED_AT = '/api/oauth'

export default async function handleOAuth(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const { host, protocol } = new URL(env().WALLET_URL)
  const server = await oauth()
  request.url = addressOf(request)
  // Whatever host the request named: every address we give out is the wallet's.
  request.headers.host = host
  request.headers['x-forwarded-host'] = host
  request.headers['x-forwarded-proto'] = protocol.replace(':', '')
  await server.callback()(request, response)
}

/** The address before it was rewritten to this file, without the part of the path that Next adds to the query. */
function addressOf(request: NextApiRequest): string {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://wallet.invalid')
  searchParams.delete('path')
  searchParams.delete('name')
  const query = searchParams.toString()
  return `${pathname.startsWith(MOUNTED_AT) ? pathname.slice(MOUNTED_AT.length) : pathname}${query ? `?${query}` : ''}`
}
