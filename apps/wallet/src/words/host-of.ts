// A website's host, as text. Only http and https are shown.

export function hostOf(origin: string | null): string {
  if (origin === null || !URL.canParse(origin)) return 'no website given'
  const { protocol, host } = new URL(origin)
  return protocol === 'https:' || protocol === 'http:' ? host : 'no website given'
}
