// The network address a request came from, for rate limits and evidence.

/** The last hop is the one our own proxy (or Next's server) saw; the earlier ones are whatever the caller wrote. */
export function networkAddress(headers: Headers): string {
  const hops = headers.get('x-forwarded-for')?.split(',') ?? []
  return hops.at(-1)?.trim() || 'unknown'
}
