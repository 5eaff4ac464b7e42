// Countries a developer can be paid in, by their ISO code: those whose banks Stripe sends recipients' money to.

const codes =
  'AR AT AU BE BG BR CA CH CL CO CR CY CZ DE DK EE ES FI FR GB GR HK HR HU ID IE IL IN IT JP KE KR LT LU LV MT MX MY NG NL NO NZ PE PH PL PT RO SE SG SI SK TH TR US VN ZA'

const names = new Intl.DisplayNames('en', { type: 'region' })

export const countryInWords = (code: string): string => names.of(code) ?? code

export const countries = codes
  .split(' ')
  .map((value) => ({ value, label: countryInWords(value) }))
  .sort((one, other) => one.label.localeCompare(other.label, 'en'))
