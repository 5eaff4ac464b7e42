// Mutants of prices: a form of the brief that is reduced, counted or told a little wrong.
import type { Mutant } from './mutant.ts'

const pricing = (name: string) => `packages/pricing/src/${name}.ts`
const test = (name: string) => `packages/pricing/src/${name}.test.ts`

export const pricingMutants: Mutant[] = [
  {
    promise: 'S1',
    breaks: 'a price is one for a thousand units where it was one for a single unit',
    file: pricing('price'),
    find: 'const price = numerator / BigInt(units)',
    replace: 'const price = numerator / BigInt(units) / 1_000n',
    test: test('price-of'),
  },
  {
    promise: 'S2',
    breaks: 'output tokens are sold at the price of input tokens',
    file: pricing('price'),
    find: 'const amount = price[meter]',
    replace: 'const amount = price[meter] && price.input',
    test: test('price-of'),
  },
  {
    promise: 'S3',
    breaks: 'a price in microcents is read as one in cents',
    file: pricing('price'),
    find: 'amount: microcents(BigInt(price.microcents)), units: 1',
    replace: 'amount: ofCents(price.microcents), units: 1',
    test: test('price.property'),
  },
  {
    promise: 'S4',
    breaks: 'the price of a batch is taken for that of one unit',
    file: pricing('price'),
    find: 'amount: ofCents(price.cents), units: price.per',
    replace: 'amount: ofCents(price.cents), units: 1',
    test: test('price.property'),
  },
  {
    promise: 'S3',
    breaks: 'Polly is sold at ten times its price',
    file: 'packages/billing/src/services/built-in/speech.service.ts',
    find: 'price: perCharacter(400)',
    replace: 'price: perCharacter(4_000)',
    test: 'apps/gateway/src/built-in-services.test.ts',
  },
  {
    promise: 'S4',
    breaks: 'a document is charged as one page, however many were read',
    file: 'packages/billing/src/services/ocr/read-document.ts',
    find: 'units: done.reduce((sum, { read: { pages } }) => sum + pages, 0)',
    replace: 'units: 1',
    test: 'apps/gateway/src/built-in-services.test.ts',
  },
]
