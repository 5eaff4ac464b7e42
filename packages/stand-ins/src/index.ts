// Doors for tests: start one stand-in in this process.
export type { Mail } from './mailbox/mailbox-store.ts'
export { type Mailbox, type MailboxPlace, startMailbox } from './mailbox/start-mailbox.ts'
export { type ModelsStandIn, startModelsStandIn } from './models/start-models-stand-in.ts'
export { signatureHeader } from './stripe/events/webhooks.ts'
export { type StripeStandIn, type StripeStandInSettings, startStripeStandIn } from './stripe/start-stripe-stand-in.ts'
