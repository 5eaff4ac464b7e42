export { type AppUser, type ConnectOutcome, type FareboxRoutesSettings, fareboxRoutes } from './farebox-routes.ts'
