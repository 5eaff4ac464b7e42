// Next-auth's own addresses: the session as JSON, and signing out.
import { sessions } from '../../../../server/session'

type Context = { params: Promise<{ nextauth: string[] }> }

const answer = (request: Request, context: Context) => sessions().route(request, context)

export { answer as GET, answer as POST }
