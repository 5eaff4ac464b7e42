// Sign-in, ready to paste: one script tag for a page; the same by hand; and a server with a secret.
import type { CodeSample } from '@farebox/ui'

type App = { clientId: string; redirectUri: string; issuer: string; gatewayUrl: string }

export function connectSnippets(app: App): CodeSample[] {
  return [
    { label: 'One script', code: script(app) },
    { label: 'OpenAI’s client', code: openai(app) },
    { label: 'By hand: the link', code: link(app) },
    { label: 'By hand: the way back', code: wayBack(app) },
    { label: 'Server', code: server(app) },
  ]
}

const script = ({ clientId, gatewayUrl }: App) => `<script src="${gatewayUrl}/v1.js" data-app="${clientId}"></script>

<button id="ask">Ask</button>
<p id="answer"></p>

<script>
  document.querySelector('#ask').onclick = async () => {
    const reply = await farebox.ai.chat('What is a fare?', { model: 'gpt-4o-mini' })
    document.querySelector('#answer').textContent = reply.text
  }
</script>`

const openai = ({ clientId, gatewayUrl }: App) => `import OpenAI from 'openai'
import { createFarebox } from '@farebox/sdk'

const farebox = createFarebox({ app: '${clientId}', api: '${gatewayUrl}' })
const client = new OpenAI(farebox.openai())

// In a click: who is not signed in is asked then
const reply = await client.chat.completions.create({
  model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello!' }],
})`

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
