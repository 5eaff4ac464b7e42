// Doors for tests: start one stand-in in this process.
export type { Mail } from './mailbox/mailbox-store.ts'
export { type Mailbox, type MailboxPlace, startMailbox } from './mailbox/start-mailbox.ts'
export { type ModelsStandIn, startModelsStandIn } from './models/start-models-stand-in.ts'
export type { ConnectHand } from './stripe/connect/connect-hand.ts'
export { signatureHeader } from './stripe/events/webhooks.ts'
export type { LogEntry } from './stripe/log.ts'
export { type StripeStandIn, type StripeStandInSettings, startStripeStandIn } from './stripe/start-stripe-stand-in.ts'
