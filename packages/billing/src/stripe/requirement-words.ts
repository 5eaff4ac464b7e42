// What Stripe asks of a developer, in words. Stripe names a field; people need to know what to do.
const wordings: readonly [pattern: RegExp, words: string][] = [
  [/payout_methods|outbound_destination|external_account|bank_account/, 'Add a bank account that can receive your earnings.'],
  [/given_name|first_name/, 'Tell Stripe your first name.'],
  [/surname|last_name/, 'Tell Stripe your last name.'],
  [/date_of_birth|\bdob\b/, 'Tell Stripe your date of birth.'],
  [/id_number|ssn/, 'Give Stripe your tax or identity number.'],
  [/documents|verification/, 'Stripe needs to see a document that proves who you are.'],
  [/address/, 'Tell Stripe your address.'],
  [/country/, 'Tell Stripe which country you live in.'],
  [/terms_of_service|tos_acceptance/, 'Accept Stripe’s terms.'],
  [/phone/, 'Give Stripe a phone number.'],
  [/email/, 'Give Stripe a mail address.'],
  [/business_details|business_profile|company|registered_name/, 'Tell Stripe about your company.'],
  [/url|product_description|mcc/, 'Tell Stripe what your product is.'],
  [/entity_type|business_type/, 'Say whether you are a person or a company.'],
  [/owners|directors|executives|representative|persons?\b/, 'Tell Stripe who owns and runs your company.'],
]

/** `wrong` are Stripe's own sentences on why what was given is not enough. */
export function requirementWords(code: string, { needsDeveloper, wrong }: { needsDeveloper: boolean; wrong: readonly string[] }): string {
  if (!needsDeveloper) return 'Stripe is checking what you gave. There is nothing for you to do.'
  const [, words = 'Stripe needs something more from you. Open Stripe’s page to see it.'] =
    wordings.find(([pattern]) => pattern.test(code)) ?? []
  return [words, ...wrong].join(' ')
}
