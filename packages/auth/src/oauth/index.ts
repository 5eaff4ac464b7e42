// Sign-in for apps: the OAuth server, its clients, and what a browser is asked in between.
export { type Asked, allowInteraction, denyInteraction, type OfBrowser, readInteraction, signInInteraction } from './interaction.ts'
export { answerOAuth } from './oauth-door.ts'
export { ACCESS_TOKEN_SECONDS, oauthServer } from './oauth-server.ts'
export { endGrant, forgetOldOAuthState } from './oauth-state.ts'
export { signingKeys } from './signing-keys.ts'
