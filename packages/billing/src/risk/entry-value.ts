// What may stand on a list, written the one way it is compared in. An address range becomes the network it names,
// and an id the payer it means, where they are written down.
import { isIP } from 'node:net'
import { plainAddress } from '@farebox/auth/risk-lists'
import { parsePublicId, type RiskEntryKind } from '@farebox/db'
import { AppError } from '@farebox/errors'

/** The widest ranges that can be meant: wider ones would keep out a part of the world. */
const widest = { 4: 8, 6: 19 } as const

/** Throws `invalid_request` with what is expected. */
export function readEntryValue(kind: RiskEntryKind, given: string): string {
  const value = given.trim()
  if (kind === 'address_range') return readRange(value)
  if (kind === 'country') return matching(value.toUpperCase(), /^[A-Z]{2}$/, 'Write a country as two letters, such as DE.')
  if (kind === 'card_fingerprint') return matching(value, /^\w{8,64}$/, 'Write a card’s fingerprint as Stripe does.')
  if (kind === 'payer') return readPayer(value)
  return matching(value.toLowerCase().replace(/^@/, ''), DOMAIN, 'Write a mail domain, such as mail.example.com.')
}

const DOMAIN = /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

function matching(value: string, form: RegExp, message: string): string {
  if (!form.test(value)) throw new AppError('invalid_request', { message, param: 'value' })
  return value
}

function readPayer(value: string): string {
  if (parsePublicId(value, 'wallet', 'organization')) return value
  throw new AppError('invalid_request', { message: 'Write the id of a wallet (wal_…) or of an organization (org_…).', param: 'value' })
}

/** `203.0.113.7`, `203.0.113.0/24` or `2001:db8::/48`. Bits beyond the length must be zero: PostgreSQL says so where they are not. */
function readRange(value: string): string {
  const [given = '', bits, ...rest] = value.split('/')
  const address = plainAddress(given)
  const version = address ? isIP(address) : 0
  const wrong = (message: string) => new AppError('invalid_request', { message, param: 'value' })
  if (!address || (version !== 4 && version !== 6) || rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
    throw wrong('Write an address or a range of them, such as 203.0.113.0/24 or 2001:db8::/48.')
  }
  const most = version === 4 ? 32 : 128
  const length = bits === undefined ? most : Number.parseInt(bits, 10)
  if (length > most) throw wrong(`A range of these addresses is at most /${most}.`)
  if (length < widest[version]) throw wrong(`A range may be no wider than /${widest[version]}.`)
  return `${address}/${length}`
}
