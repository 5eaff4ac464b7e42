// For tests of other rooms: clients of the OAuth server, and how it keeps what it issues.
export { ensureOAuthClient } from './oauth/oauth-clients.ts'
export { idHash } from './oauth/oauth-state.ts'
