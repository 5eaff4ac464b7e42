// Whose key a call carries. Any test key opens this Stripe. A live key is refused: it must never be sent to a stand-in.
import { StripeRefusal } from './stripe-refusal.ts'

export function checkKey(authorization: string | undefined): void {
  const key = keyIn(authorization)
  if (key === '') {
    const message = 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.'
    throw new StripeRefusal(401, { type: 'invalid_request_error', message }, { begun: false })
  }
  if (/^(sk|rk)_test_\w+$/.test(key) && !key.includes('invalid')) return
  const shown = `${key.slice(0, 8)}${'*'.repeat(Math.max(0, Math.min(key.length, 24) - 12))}${key.slice(-4)}`
  throw new StripeRefusal(401, { type: 'invalid_request_error', message: `Invalid API Key provided: ${shown}` }, { begun: false })
}

function keyIn(authorization = ''): string {
  const [scheme = '', value = ''] = authorization.split(' ')
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().replace(/:.*$/, '')
  return value
}
