// What proves that whoever brings a code back is who asked for it: PKCE's verifier, and the state of one request. Made before the
// click, since a browser opens a popup only while the click itself runs.
export type Proof = { verifier: string; challenge: string; state: string }

/** By it, our answers are known from those of other services that come back to the same page. */
const STATE_PREFIX = 'farebox-'

export const isOurState = (state: string | null): state is string => state?.startsWith(STATE_PREFIX) === true

export const newState = () => STATE_PREFIX + random(16)

export async function makeProof(): Promise<Proof> {
  const verifier = random(32)
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return { verifier, challenge: base64url(new Uint8Array(digest)), state: newState() }
}

const random = (bytes: number) => base64url(crypto.getRandomValues(new Uint8Array(bytes)))

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
