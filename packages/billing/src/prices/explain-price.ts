// The price a charge was made at, in one sentence for its receipt: of a model, a built-in service, or a developer's own.
import type { Database } from '@farebox/db'
import { explainLines, reducePrice } from '@farebox/pricing'

export async function explainPrice(database: Database, priceVersionId: string): Promise<string> {
  const [lines, own] = await Promise.all([
    database.priceLine.findMany({ where: { priceVersionId } }),
    database.servicePrice.findUnique({ where: { id: priceVersionId } }),
  ])
  // A developer's own price is told as it was written.
  return own ? reducePrice(own.form, 'developer').explained : explainLines(lines)
}
