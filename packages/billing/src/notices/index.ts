// Stopping by a mail's link, for the wallet's server.
export { findStop, type Stop, type StopDesk, stopSpending } from './stop-spending.ts'
