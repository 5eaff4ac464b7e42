// What a developer can be told, and in which words the pages and the API describe it.

export const webhookEvents = {
  'user.connected': 'A user allowed your app to spend from their wallet.',
  'user.disconnected': 'A user took that permission back, or you forgot the user.',
  'limit.changed': 'A user changed what your app may spend.',
  'limit.reached': 'A call was refused because the user’s limit for your app is reached. Told once per period of the limit.',
  'balance.low': 'A call was refused because the user’s wallet could not pay for it. Told at most once a day for each user.',
  'usage.completed': 'A call was charged.',
  'grant.issued': 'A user was given balance from your pool.',
  'grant.expired': 'A grant ended, and what was left of it returned to your pool.',
  'topup.completed': 'A user topped up through your app, or your organization added money.',
  'refund.completed': 'Money of such a top-up went back to the card it came from.',
  'payout.created': 'Available earnings were set aside for a payout.',
  'payout.held': 'A payout is on hold.',
  'payout.paid': 'A payout arrived in your bank account.',
  'payout.failed': 'A payout was not sent, was refused, or came back.',
  'dispute.opened': 'A bank took a user’s payment back, or warns of it: what you earned of it waits. Or your own payment is disputed.',
  'dispute.closed': 'Such a dispute or warning ended: what waited is yours again, or went back.',
  'price.changed': 'Your app’s markup changes, from the moment that is named.',
} as const

export type WebhookEventType = keyof typeof webhookEvents

export const webhookEventTypes = Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]]

/** What a test send is called. Nobody subscribes to it. */
export const TEST_EVENT = 'webhook.test'
