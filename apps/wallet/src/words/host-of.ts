// A website's host, as text. Only http and https are shown.

const NO_WEBSITE = 'No website given'

export function hostOf(origin: string | null): string {
  if (origin === null || !URL.canParse(origin)) return NO_WEBSITE
  const { protocol, host } = new URL(origin)
  return protocol === 'https:' || protocol === 'http:' ? host : NO_WEBSITE
}
