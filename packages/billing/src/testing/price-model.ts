// A price of a test's own for a model that has one.
import { type Database, newId } from '@farebox/db'
import { reducePrice } from '@farebox/pricing'

/** From now on the model costs what the form says; whoever remembers prices has to read them again. */
export async function priceModel(database: Database, model: string, form: object): Promise<void> {
  const before = await database.priceVersion.findFirstOrThrow({ where: { model } })
  await database.priceVersion.updateMany({ where: { model }, data: { endsAt: new Date() } })
  const id = newId()
  await database.priceVersion.create({ data: { id, model, providerId: before.providerId, startsAt: new Date(0), source: 'test' } })
  await database.priceLine.createMany({ data: reducePrice(form).lines.map((line) => ({ ...line, priceVersionId: id })) })
}
