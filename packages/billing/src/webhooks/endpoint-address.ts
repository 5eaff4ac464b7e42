// Where an endpoint really is: its address read strictly, its name resolved once, and every answer looked at. Done when an endpoint is
// made, and again at each delivery, which then connects to the very address that was looked at: a name that changes its answer in
// between (DNS rebinding) leads nowhere else.
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { AppError } from '@farebox/errors'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

export type NetworkAddress = { address: string; family: number }

export type WebhookReach = {
  /** Development only: programs on this machine may be told, over plain HTTP too. */
  allowsLocalhost: boolean
  /** All addresses of a name. */
  resolve?: (hostname: string) => Promise<NetworkAddress[]>
}

export type Located = { url: URL; at: NetworkAddress }

const URL_LENGTH_MAX = 2_048
const RESOLVE_MS = 5_000

/** Throws `webhook_address_refused`, which says why. */
export async function locateEndpoint(text: string, reach: WebhookReach): Promise<Located> {
  const url = readAddress(text, reach)
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(hostname)
  const addresses = family ? [{ address: hostname, family }] : await resolved(hostname, reach)
  const [at] = addresses
  if (!at) throw refused(`${hostname} has no network address.`)
  const isLocal = reach.allowsLocalhost && addresses.every(({ address }) => isLoopbackAddress(address))
  if (!isLocal && !addresses.every(({ address }) => isPublicAddress(address))) {
    throw refused(`${hostname} is not an address on the public internet.`)
  }
  if (!isLocal && url.protocol !== 'https:') throw refused('A webhook address begins with https://.')
  return { url, at }
}

/** What can be said of an address without asking anybody. */
export function readAddress(text: string, { allowsLocalhost }: Pick<WebhookReach, 'allowsLocalhost'>): URL {
  if (text.length > URL_LENGTH_MAX || !URL.canParse(text)) throw refused('This is not a web address.')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(allowsLocalhost && url.protocol === 'http:')) throw refused('A webhook address begins with https://.')
  if (url.username || url.password) throw refused('A webhook address carries no user name or password.')
  url.hash = ''
  return url
}

async function resolved(hostname: string, { resolve = lookUp }: WebhookReach): Promise<NetworkAddress[]> {
  try {
    return await Promise.race([resolve(hostname), tooLate()])
  } catch (cause) {
    throw new AppError('webhook_address_refused', { message: `${hostname} was not found.`, param: 'url', cause })
  }
}

const lookUp = (hostname: string): Promise<NetworkAddress[]> => lookup(hostname, { all: true })

async function tooLate(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, RESOLVE_MS).unref())
  throw new Error('resolving took too long')
}

const refused = (message: string) => new AppError('webhook_address_refused', { message, param: 'url' })
