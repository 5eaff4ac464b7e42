// The door of disputes and fraud warnings, for the booking of payments and of refunds.
export { bookDisputes } from './book-disputes.ts'
export { hasOpenDispute, isDisputed } from './is-disputed.ts'
export { frozenOf, thawForRefund } from './thaw-for-refund.ts'
