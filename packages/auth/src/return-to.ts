// Where to go after signing in. Only a path of this web app: a link that signs in and then lands elsewhere is a trap.

const LENGTH_MAX = 2_000
const HERE = 'http://here.invalid'

/** The path asked for, if it is one of ours; else the front page. */
export function safeReturnTo(asked: string | null | undefined): string {
  if (!asked || asked.length > LENGTH_MAX || !asked.startsWith('/') || hasControlCharacter(asked)) return '/'
  const url = URL.canParse(asked, HERE) ? new URL(asked, HERE) : undefined
  if (url?.origin !== HERE) return '/'
  // As the URL parser understood it, which reads `/\host` and `/.//host` as browsers do.
  const path = url.pathname + url.search + url.hash
  if (path.startsWith('//') || isOfSigningIn(url.pathname)) return '/'
  return path
}

const isOfSigningIn = (path: string) => path === '/sign-in' || path.startsWith('/sign-in/') || path.startsWith('/api/')

function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((letter) => letter < ' ' || letter === '\u007f')
}
