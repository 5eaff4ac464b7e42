// Sign-in in the two places it can live: a page without a server, and a server with a secret.
import type { CodeSample } from '@farebox/ui'

type App = { clientId: string; redirectUri: string; issuer: string; gatewayUrl: string }

export function connectSnippets(app: App): CodeSample[] {
  return [
    { label: 'Browser: the link', code: link(app) },
    { label: 'Browser: the way back', code: wayBack(app) },
    { label: 'Server', code: server(app) },
  ]
}

const link = ({ clientId, redirectUri, issuer }: App) => `// Before the click: a secret of this page, and its fingerprint
const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/[+/=]/g, (c) => ({ '+': '-', '/': '_' })[c] ?? '')
const verifier = text(crypto.getRandomValues(new Uint8Array(32)))
const state = text(crypto.getRandomValues(new Uint8Array(16)))
const challenge = text(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
sessionStorage.setItem('farebox', JSON.stringify({ verifier, state }))

// In the click
location.href = '${issuer}/oauth/authorize?' + new URLSearchParams({
  client_id: '${clientId}',
  redirect_uri: '${redirectUri}',
  response_type: 'code', scope: 'openid spend', state,
  code_challenge: challenge, code_challenge_method: 'S256',
})`

const wayBack = ({ clientId, redirectUri, issuer, gatewayUrl }: App) => `// On ${redirectUri}
const { verifier, state } = JSON.parse(sessionStorage.getItem('farebox'))
const back = new URLSearchParams(location.search)
if (back.get('state') !== state || back.get('iss') !== '${issuer}') throw new Error('Not an answer to our question')

const answer = await fetch('${issuer}/oauth/token', {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'authorization_code', code: back.get('code'), code_verifier: verifier,
    client_id: '${clientId}',
    redirect_uri: '${redirectUri}',
  }),
})
const { access_token, refresh_token } = await answer.json()

// A call they pay for, within their limit
await fetch('${gatewayUrl}/v1/chat/completions', {
  method: 'POST',
  headers: { Authorization: \`Bearer \${access_token}\`, 'Content-Type': 'application/json' },
  body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello!' }] }),
})`

const server = ({ redirectUri }: App) => `import * as openid from 'openid-client'

const { FAREBOX_ISSUER, FAREBOX_CLIENT_ID, FAREBOX_CLIENT_SECRET } = process.env
const proof = openid.ClientSecretBasic(FAREBOX_CLIENT_SECRET)
const farebox = await openid.discovery(new URL(FAREBOX_ISSUER), FAREBOX_CLIENT_ID, undefined, proof)

// 1. Send the browser to Farebox; keep verifier and state in its session
const [verifier, state] = [openid.randomPKCECodeVerifier(), openid.randomState()]
const address = openid.buildAuthorizationUrl(farebox, {
  redirect_uri: '${redirectUri}',
  scope: 'openid spend', state,
  code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
})

// 2. When it comes back
const tokens = await openid.authorizationCodeGrant(farebox, new URL(request.url), {
  pkceCodeVerifier: verifier, expectedState: state,
})`
