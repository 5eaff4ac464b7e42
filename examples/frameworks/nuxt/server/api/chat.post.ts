// Nuxt, `server/api/chat.post.ts`: the chat of your page, paid by who is signed in.
import { defineEventHandler, toWebRequest } from 'h3'
import { farebox } from '../../../farebox.ts'
import { signedInUser } from '../../../signed-in-user.ts'

export default defineEventHandler((event) => {
  const request = toWebRequest(event)
  return farebox.handleChat(request, { user: signedInUser(request) })
})
