// Live or sandbox: a word in the address of every page, so that a link always shows what it showed.

export type Mode = 'live' | 'sandbox'

export const readMode = (given: string | string[] | null | undefined): Mode => (given === 'sandbox' ? 'sandbox' : 'live')

/** The address of a page in a mode. Live is the default and leaves no trace. */
export function inMode(href: string, mode: Mode): string {
  if (mode === 'live') return href
  return `${href}${href.includes('?') ? '&' : '?'}mode=sandbox`
}
