// Doors for tests: start one stand-in in this process.
export { type ModelsStandIn, startModelsStandIn } from './models/start-models-stand-in.ts'
export { type StripeStandIn, type StripeStandInSettings, startStripeStandIn } from './stripe/start-stripe-stand-in.ts'
