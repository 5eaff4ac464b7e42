// The price list of built-in services, as versions ready to be stored beside those of models.
import { newId } from '@farebox/db'
import { checkedPriceVersion, type PriceVersion, reducePrice } from '@farebox/pricing'
import { providerOf, type ServiceModel } from './built-in-service.ts'
import { builtInServices } from './registry.ts'

const SOURCE = 'list price'

export function servicePriceBook({ at, startsAt }: { at: Date; startsAt: Date }): PriceVersion[] {
  return builtInServices.flatMap(({ models }) =>
    models.map((model) =>
      checkedPriceVersion({
        id: newId(at.getTime()),
        model: model.id,
        provider: providerOf(model),
        startsAt,
        source: SOURCE,
        lines: reducedPrice(model).lines,
      }),
    ),
  )
}

/** What is done on this machine costs nothing to buy: all of its price is margin. */
export function reducedPrice({ price, vendor }: ServiceModel) {
  return reducePrice(price, vendor === 'embedded' ? 'developer' : 'provider')
}
