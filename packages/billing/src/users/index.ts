// What apps do with their users. No Stripe is loaded here.
export { type PackageTerms, packageNamed, packagesOn, writeFirstPackages } from '../topups/packages.ts'
export type { StartedOrder } from '../topups/start-order.ts'
export { deleteUser } from './delete-user.ts'
export { type EnsuredUser, EXTERNAL_USER_ID, ensureExternalUser } from './ensure-external-user.ts'
export { type PutUser, putUser } from './put-user.ts'
export { getUser, listUsers } from './read-users.ts'
export { startUserCheckout, type UserCheckout } from './start-user-checkout.ts'
export type { UserRecord, UserScope } from './user-record.ts'
