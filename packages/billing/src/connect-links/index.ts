// Connect links and claims: what a gateway's routes and the wallet's pages do with them. No Stripe is loaded here.
export { type ClaimableReceipt, claimByReceipt, findClaimable } from '../claims/claim-by-receipt.ts'
export { type ConfirmConnectLink, confirmConnectLink } from './confirm-connect-link.ts'
export { createConnectLink, type NewConnectLink } from './create-connect-link.ts'
export { type AskingApp, findAskingApp } from './find-asking-app.ts'
export { allowByLink, denyByLink, findConnectLink, type OpenConnectLink } from './open-connect-link.ts'
