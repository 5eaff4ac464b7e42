// Remix, now React Router, `app/routes/api.chat.ts`: the chat of your page, paid by who is signed in.
import type { ActionFunctionArgs } from 'react-router'
import { farebox } from '../../../farebox.ts'
import { signedInUser } from '../../../signed-in-user.ts'

export const action = ({ request }: ActionFunctionArgs) => farebox.handleChat(request, { user: signedInUser(request) })
