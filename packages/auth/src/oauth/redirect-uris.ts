// Where the OAuth server may send a browser back: exact addresses that an app registered. In the sandbox every page on this
// computer counts as registered, whatever its port. What a developer tries in the dashboard is judged here, as the server judges.
import { AppError } from '@farebox/errors'

export type RedirectRules = { registered: readonly string[]; isSandbox: boolean }

/** `why` is for a developer to read. */
export type RedirectMatch = { matches: boolean; why: string }

const REDIRECT_URIS_MAX = 20

/** The addresses of an app as it may register them: nothing that could be read two ways. */
export function checkRedirectUris(redirectUris: readonly string[]): string[] {
  if (redirectUris.length > REDIRECT_URIS_MAX) throw refused(`An app has at most ${REDIRECT_URIS_MAX} redirect addresses.`)
  return [...new Set(redirectUris.map(checked))]
}

function checked(text: string): string {
  const url = URL.parse(text)
  if (!url || url.href !== text || url.hash || url.username || url.password || text.includes('*') || text.length > 1_024) {
    throw refused(`“${text.slice(0, 80)}” is not an exact address, such as https://your.app/callback.`)
  }
  if (url.protocol !== 'https:' && !isLocalPage(text)) throw refused(`“${text}” must begin with https://.`)
  return text
}

const refused = (message: string) => new AppError('invalid_request', { message, param: 'redirect_uris' })

/** http on this computer: nobody else on the network can answer there. */
export function isLocalPage(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'http:' && url.username === '' && /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(url.hostname)
}

/** Letter for letter: an address that only means the same is another one. */
export function matchRedirectUri({ registered, isSandbox }: RedirectRules, asked: string): RedirectMatch {
  if (registered.includes(asked)) return { matches: true, why: 'It is registered, letter for letter.' }
  const url = URL.parse(asked)
  if (!url) return no('This is not a whole address. It begins with https:// and names a website.')
  if (url.hash) return no('It has a part behind #, which no redirect address may have.')
  if (isSandbox && isLocalPage(asked)) return { matches: true, why: 'In the sandbox every page on http://localhost works, on any port.' }
  const sandboxOnly = isLocalPage(asked) ? ' Only the sandbox takes every page on http://localhost.' : ''
  const [nearest] = registered
    .map((each) => ({ each, differences: differences(new URL(each), url) }))
    .toSorted((one, other) => one.differences.length - other.differences.length)
  if (!nearest) return no(`No address is registered yet.${sandboxOnly}`)
  if (nearest.differences.length === 0) return no(`It means the same page, but is not written as registered: ${nearest.each}`)
  return no(`${nearest.differences.join(' ')} The nearest registered address is ${nearest.each}${sandboxOnly && `.${sandboxOnly}`}`)
}

const no = (why: string): RedirectMatch => ({ matches: false, why })

/** Part by part, what is asked for beside what is registered. */
function differences(registered: URL, asked: URL): string[] {
  return [
    differs('It begins with', `${asked.protocol}//`, `${registered.protocol}//`),
    differs('The website is', asked.hostname, registered.hostname),
    differs('The port is', portOf(asked), portOf(registered)),
    pathDiffers(asked.pathname, registered.pathname),
    differs('Behind the path is', asked.search || 'nothing', registered.search || 'nothing'),
  ].flat()
}

const differs = (what: string, asked: string, registered: string) => (asked === registered ? [] : [`${what} ${asked}, not ${registered}.`])

const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80')

function pathDiffers(asked: string, registered: string): string[] {
  if (asked === `${registered}/`) return ['It ends with a slash, which the registered address does not.']
  if (`${asked}/` === registered) return ['It does not end with a slash, which the registered address does.']
  const isSameButCapitals = asked !== registered && asked.toLowerCase() === registered.toLowerCase()
  return isSameButCapitals ? [`The path has other capitals: ${asked}, not ${registered}.`] : differs('The path is', asked, registered)
}
