// What an entry can be about, what is written for it, and what it does.

export const kindWords = {
  address_range: { name: 'Network addresses', example: '203.0.113.0/24' },
  country: { name: 'Country of the card', example: 'ZZ' },
  mail_domain: { name: 'Mail domain', example: 'mail.example' },
  card_fingerprint: { name: 'Card', example: 'Stripe’s fingerprint of it' },
  payer: { name: 'Payer', example: 'the id of a wallet (wal_…) or an organization (org_…)' },
}

export type EntryKind = keyof typeof kindWords
export type EntryList = 'block' | 'allow'

export function effectOf(list: EntryList, kind: EntryKind): string {
  if (kind !== 'payer') {
    return 'It counts from the next sign-up, checkout or payment on. Money that is in a wallet already stays where it is.'
  }
  return list === 'block'
    ? 'It buys nothing from now on, and its automatic top-up stops. What is in its wallet can still be spent and taken back.'
    : 'It may buy although it took purchases back. A block of its network, mail domain or card still counts, and so do the limits of a day.'
}
