// The OAuth server's discovery document: what it does, and where.
import { answerOAuth } from '@farebox/auth/oauth'
import { oauth } from '../../../server/oauth'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  return answerOAuth(await oauth(), request)
}
