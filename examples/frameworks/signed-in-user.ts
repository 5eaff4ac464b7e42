// Whose request this is: in your app, what your session says. Here it is a cookie that nobody checks, so that the snippets stay short.

export function signedInUser(request: Request): string {
  const user = /(?:^|; )user=([\w.-]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
  if (user) return user
  throw new Error('Nobody is signed in. Your session turns strangers away before.')
}
