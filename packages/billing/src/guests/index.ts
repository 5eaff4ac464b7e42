// Guests, for the gateway: starting, coming back, and becoming a wallet.
export { type ConvertedGuest, convertGuest } from './convert-guest.ts'
export { type GuestRule, guestRule, setGuestRule } from './guest-rule.ts'
export { type GuestAccess, type GuestDesk, type GuestVisit, returningGuest, startGuest } from './start-guest.ts'
export { Turns } from './turns.ts'
