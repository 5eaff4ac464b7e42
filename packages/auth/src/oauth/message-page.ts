// A page that says one thing to the website that opened it, and closes: an answer of the wallet, by postMessage to exactly one origin.
// Where nobody listens (either side isolated itself, or the website is gone) it goes on by itself, or says so.
import { randomBytes } from 'node:crypto'

export type MessagePage = {
  kind: 'authorization' | 'funds'
  answer: Record<string, unknown>
  /** Nobody else hears it. */
  targetOrigin: string
  /** Where the window goes when it is not closed. */
  continueTo?: string
  says: string
}

/** The website closes this window as soon as it has heard. */
const HEARD_WITHIN_MS = 2_000

export function messagePage({ kind, answer, targetOrigin, continueTo, says }: MessagePage): {
  html: string
  headers: Record<string, string>
} {
  const nonce = randomBytes(16).toString('base64')
  const data = inScript({ message: { farebox: kind, answer }, targetOrigin, continueTo: continueTo ?? null, waitMs: HEARD_WITHIN_MS })
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      // So that the website that opened it can still be spoken to.
      'cross-origin-opener-policy': 'unsafe-none',
    },
    html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Farebox</title>
<style nonce="${nonce}">:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:20vh auto;padding:0 1.5rem}</style>
<h1>${asText(says)}</h1>
<p>${continueTo ? `<a href="${asText(continueTo)}">Continue</a>` : 'You can close this window.'}</p>
<script nonce="${nonce}">
const { message, targetOrigin, continueTo, waitMs } = ${data}
const goOn = () => (continueTo ? location.replace(continueTo) : close())
if (window.opener) {
  window.opener.postMessage(message, targetOrigin)
  setTimeout(goOn, waitMs)
} else if (continueTo) goOn()
</script>
</html>`,
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const asText = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

/** JSON that cannot end the script it stands in. */
const inScript = (value: unknown) =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
