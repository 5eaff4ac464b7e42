// /oauth/*: where apps send people to sign in, and exchange what they get.
import { answerOAuth } from '@farebox/auth/oauth'
import { oauth } from '../../../server/oauth'

async function answer(request: Request): Promise<Response> {
  return answerOAuth(await oauth(), request)
}

export { answer as GET, answer as OPTIONS, answer as POST }
