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
  {
    promise: 'G37',
    breaks: 'a model that is sold is looked up in the list at every start',
    file: 'packages/billing/src/prices/write-first-prices.ts',
    find: 'models.filter(({ id }) => !priced.has(id))',
    replace: 'models',
    test: 'packages/billing/src/prices/write-first-prices.test.ts',
  },
  {
    promise: 'G37',
    breaks: 'while prices cannot be read there are none',
    file: 'packages/billing/src/proxy/prices-in-force.ts',
    find: '    const [all, switches, rows] = await Promise.all([',
    replace: '    this.#versions = new Map()\n    const [all, switches, rows] = await Promise.all([',
    test: 'packages/billing/src/prices/write-first-prices.test.ts',
  },
  {
    promise: 'G39',
    breaks: 'a price per token passes for one per million',
    file: 'packages/billing/src/prices/announce-prices.ts',
    find: 'return price > listPrice * SLIP_FACTOR || price * SLIP_FACTOR < listPrice',
    replace: 'return price > listPrice * SLIP_FACTOR',
    test: 'packages/billing/src/prices/announce-prices.test.ts',
  },
]
