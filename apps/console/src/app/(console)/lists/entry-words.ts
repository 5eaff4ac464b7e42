// What an entry can be about, and what is written for it.

export const kindWords = {
  address_range: { name: 'Network addresses', example: '203.0.113.0/24' },
  country: { name: 'Country of the card', example: 'ZZ' },
  mail_domain: { name: 'Mail domain', example: 'mail.example' },
  card_fingerprint: { name: 'Card', example: 'Stripe’s fingerprint of it' },
}

export type EntryKind = keyof typeof kindWords
