// The browser's entry from npm. A script tag gives the same client as the global `farebox`.

export { createFarebox } from './browser/create-farebox.ts'
export type * from './browser/types.ts'
export { type ErrorBody, FareboxError, InsufficientFundsError } from './errors.ts'
