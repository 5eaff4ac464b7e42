// SvelteKit, `src/routes/api/chat/+server.ts`: the chat of your page, paid by who is signed in.
import type { RequestHandler } from '@sveltejs/kit'
import { farebox } from '../../../../../farebox.ts'
import { signedInUser } from '../../../../../signed-in-user.ts'

export const POST: RequestHandler = ({ request }) => farebox.handleChat(request, { user: signedInUser(request) })
