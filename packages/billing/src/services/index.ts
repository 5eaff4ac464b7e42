// The door for machines to what developers sell: their services, holds and charges of them, and giving a charge back.
export { priceForm } from '@farebox/pricing'
export { askFunding } from './ask-funding.ts'
export { chargeService } from './charge-service.ts'
export type { Units } from './cost-of-call.ts'
export { defineService, type ServiceDefinition } from './define-service.ts'
export { findService, listServices, type PricedService } from './find-services.ts'
export { type Reversal, reverseCharge } from './reverse-charge.ts'
export type { ServiceCall, ServiceDesk } from './service-desk.ts'
export {
  openServiceHold,
  readServiceHold,
  releaseServiceHold,
  renewServiceHold,
  type ServiceHold,
  settleServiceHold,
} from './service-holds.ts'
