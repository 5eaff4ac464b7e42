export { explainLines } from './explain.ts'
export {
  type ChargeParts,
  MARKUP_BPS_MAX,
  markupMax,
  markupOn,
  splitCharge,
} from './markup.ts'
export { aliasList, modelList } from './model-list.ts'
export { type Alias, findModel, type ModelFacts, type Tokenizer, type Wire } from './models.ts'
export { type Price, type PriceOwner, priceForm, type ReducedPrice, reducePrice } from './price.ts'
export { type PricedUsage, priceOf } from './price-of.ts'
export { checkedPriceVersion, inForceAt, PRICED_UNITS, type PriceLine, type PriceVersion, STANDARD_TIER } from './price-version.ts'
export {
  type Candidate,
  OUTPUT_UNITS_DEFAULT,
  OUTPUT_UNITS_MINIMUM,
  type Quote,
  type QuoteRequest,
  quotedBase,
  quotedTotal,
  quoteMax,
  quoteService,
} from './quote-max.ts'
export { TYPICAL_MESSAGE, typicalMessageCost } from './typical-message.ts'
export {
  inputUnitsOf,
  isMeterName,
  type Meter,
  type ModelMeter,
  modelMeters,
  type PerMeter,
  type ReportedTokens,
  tokenUsage,
  UNITS_MAX,
  type Usage,
  usageOf,
  wholeUnits,
} from './usage.ts'
