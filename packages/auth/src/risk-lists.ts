// Who is kept out, and who is let in whatever else is said: operators' lists of network addresses, mail domains, cards, countries and payers.
// Every door asks the same question here with what it knows of somebody.
import { isIP } from 'node:net'
import type { DatabaseTransaction, RiskEntryKind, RiskList } from '@farebox/db'

/** What a door knows of somebody; what it does not know is not asked. */
export type SomebodyAtADoor = {
  address?: string | null | undefined
  email?: string | null | undefined
  cardFingerprints?: readonly string[]
  /** Where the card was issued, two letters. */
  cardCountry?: string | null | undefined
  /** The wallet or organization that pays, by every id it goes by. */
  payerIds?: readonly string[]
}

export type ListStanding = {
  /** An entry lets them in: no block counts. */
  isAllowed: boolean
  /** The entry that keeps them out. */
  blocked: { id: string; kind: RiskEntryKind; value: string } | undefined
}

type Found = { id: string; list: RiskList; kind: RiskEntryKind; value: string }

/** Allow beats block. */
export async function listStanding(database: DatabaseTransaction, somebody: SomebodyAtADoor, now: Date): Promise<ListStanding> {
  const address = plainAddress(somebody.address)
  const domains = domainsOf(somebody.email)
  const fingerprints = [...(somebody.cardFingerprints ?? [])]
  const payerIds = [...(somebody.payerIds ?? [])]
  const country = somebody.cardCountry?.toUpperCase() ?? null
  const found = await database.$queryRaw<Found[]>`
    select id::text, list::text, kind::text, value from risk_entry
     where removed_at is null and (expires_at is null or expires_at > ${now})
       and (range >>= ${address}::inet
            or (kind = 'mail_domain' and value = any(${domains}::text[]))
            or (kind = 'card_fingerprint' and value = any(${fingerprints}::text[]))
            or (kind = 'country' and value = ${country})
            or payer_id = any(${payerIds}::uuid[]))
     order by added_at limit 100`
  const isAllowed = found.some(({ list }) => list === 'allow')
  return { isAllowed, blocked: isAllowed ? undefined : found.find(({ list }) => list === 'block') }
}

/** An address that can be compared, or null: an IPv4 address inside an IPv6 one is that IPv4 address. */
export function plainAddress(address: string | null | undefined): string | null {
  const plain = address?.trim().replace(/^::ffff:(?=\d+\.)/i, '') ?? ''
  return isIP(plain) > 0 && !plain.includes('%') ? plain : null
}

/** `ada@mail.example.com` → itself and the domains above it, so that an entry for `example.com` is for all of them. */
function domainsOf(email: string | null | undefined): string[] {
  const labels = (email?.split('@').at(-1)?.toLowerCase() ?? '').split('.').filter(Boolean).slice(-10)
  return labels.slice(0, -1).map((_, start) => labels.slice(start).join('.'))
}
