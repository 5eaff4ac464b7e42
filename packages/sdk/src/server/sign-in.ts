// Farebox as your app's login, for a server: where to send the browser, and who came back. What has to be kept
// in between, and whom you remember afterwards, is your own session's business.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'

export type SignInSettings = {
  /** The wallet's address: that is where people sign in. */
  issuer: string
  clientId: string
  /** Of a confidential client. None with a publishable key: then PKCE alone says that who finishes is who began. */
  clientSecret?: string
  /** Registered for the app, letter for letter. */
  redirectUri: string
  /** `openid`, unless said: who they are. `email` as well, where they allow it. */
  scope?: string
}

/** Secret until the browser is back: keep it in an encrypted, http-only cookie, for this browser only. */
export type SignInUnderWay = { verifier: string; state: string; nonce: string }

/** `id` is the same person to your app always, and another to every other app. */
export type SignedIn = { id: string; email?: string; accessToken: string; expiresAt: Date }

export function signInWithFarebox(settings: SignInSettings) {
  let found: Promise<Configuration> | undefined
  const configuration = () => {
    found ??= find(settings).catch((failure: unknown) => {
      found = undefined
      throw failure
    })
    return found
  }
  return {
    /** Where to send the browser, and what to keep until it is back. */
    async begin(): Promise<{ url: string; underWay: SignInUnderWay }> {
      const underWay = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce() }
      const url = buildAuthorizationUrl(await configuration(), {
        ...{ redirect_uri: settings.redirectUri, scope: settings.scope ?? 'openid', state: underWay.state, nonce: underWay.nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(underWay.verifier), code_challenge_method: 'S256' },
      })
      return { url: url.href, underWay }
    },
    /** Who came back. Throws where it is not the browser that began, or where the person did not allow it (`access_denied`). */
    async finish(request: Request, { verifier, state, nonce }: SignInUnderWay): Promise<SignedIn> {
      // Behind a proxy a request may have another host; what was registered is what counts.
      const back = new URL(new URL(request.url).search, settings.redirectUri)
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
      const tokens = await authorizationCodeGrant(await configuration(), back, checks)
      const id = tokens.claims()?.sub ?? ''
      const wantsEmail = settings.scope?.split(' ').includes('email')
      const { email } = wantsEmail ? await fetchUserInfo(await configuration(), tokens.access_token, id) : {}
      const expiresAt = new Date(Date.now() + (tokens.expires_in ?? 0) * 1000)
      return { id, ...(email && { email }), accessToken: tokens.access_token, expiresAt }
    },
  }
}

/** Plain http only to this computer. */
async function find({ issuer, clientId, clientSecret }: SignInSettings): Promise<Configuration> {
  const address = new URL(issuer)
  const isLocal = address.protocol === 'http:' && /^(localhost|127\.0\.0\.1|.+\.localhost)$/.test(address.hostname)
  const proof = clientSecret ? ClientSecretBasic(clientSecret) : None()
  return discovery(address, clientId, clientSecret, proof, isLocal ? { execute: [allowInsecureRequests] } : {})
}
