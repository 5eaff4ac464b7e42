// Hono: the chat of your page, paid by who is signed in.
import { Hono } from 'hono'
import { farebox } from '../farebox.ts'
import { signedInUser } from '../signed-in-user.ts'

export const app = new Hono()

app.post('/api/chat', (context) => farebox.handleChat(context.req.raw, { user: signedInUser(context.req.raw) }))
