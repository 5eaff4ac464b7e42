// GET /v1/packages: what users can buy. Public, as the price of anything should be.
import { packagesOn } from '@farebox/billing/users'
import { fromCents, toDollars } from '@farebox/money'
import type { Routes } from '../gateway.ts'

export const packageRoutes: Routes = (app, { proxy }) => {
  const schema = { tags: ['packages'], summary: 'Packages in force: price, credit and fee' }
  app.get('/v1/packages', { schema }, async () => {
    const packages = await packagesOn(proxy.database, proxy.clock())
    return {
      object: 'list',
      data: packages.map(({ name, priceCents, creditMicrocents, feeMicrocents }) => ({
        object: 'package',
        id: name,
        price: toDollars(fromCents(priceCents)),
        price_cents: priceCents,
        credit: toDollars(creditMicrocents),
        credit_microcents: String(creditMicrocents),
        fee: toDollars(feeMicrocents),
        currency: 'USD',
      })),
      has_more: false,
    }
  })
}
