// A page that was come back to with an answer: it belongs to this tab, which left for it, or to another one that waits for it.
import { type AuthorizationAnswer, handOver } from './channel.ts'
import { takeAsked } from './keep.ts'
import { isOurState } from './proof.ts'
import { finish, type SignInDesk } from './sign-in.ts'

/** Settles when nothing is left to do. Whoever comes back with an error is simply not signed in. */
export async function comeBack(desk: SignInDesk): Promise<void> {
  const query = new URLSearchParams(location.search)
  if (!isOurState(query.get('state')) || !query.has('iss')) return
  const answer = Object.fromEntries(query) as AuthorizationAnswer
  cleanAddress(query)
  const asked = takeAsked(answer.state)
  if (!asked) {
    if (await handOver(desk.name, answer)) close()
    return
  }
  const { issuer } = await desk.facts()
  if (asked.issuer !== issuer) return
  await finish(answer, { issuer }, desk, asked).catch(() => undefined)
  const back = new URL(asked.returnTo)
  if (back.origin === location.origin && back.pathname !== location.pathname) location.replace(back)
  else if (back.origin === location.origin) history.replaceState(history.state, '', back)
}

/** A code in an address bar would be copied, kept and sent along. */
function cleanAddress(query: URLSearchParams): void {
  for (const name of ['code', 'state', 'iss', 'error', 'error_description']) query.delete(name)
  const rest = String(query)
  history.replaceState(history.state, '', location.pathname + (rest && `?${rest}`) + location.hash)
}
