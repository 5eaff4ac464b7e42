// The calls of Farebox that a metered service needs.

export function openFarebox({ url, key }) {
  async function post(path, body, headers = {}) {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    if (response.ok) return answer
    throw answer.type === '/errors/insufficient_funds'
      ? new InsufficientFundsError(answer)
      : new Error(answer.detail ?? answer.error?.message)
  }

  return {
    /** Names the service and its price. The same again changes nothing. */
    service: (name, price) => post('/v1/services', { name, price }),
    /** Advice: may this user pay that much? Reserves nothing. */
    allowed: (user, minimum) => post('/v1/funding/allowed', { user, minimum }),
    /** One step: checked and charged. The same key is charged once. */
    charge: ({ service, user, units, key: idempotencyKey }) =>
      post('/v1/charges', { service, user, units }, { 'idempotency-key': idempotencyKey }),
  }
}

/** Every way of having too little money. `topupUrl` is where the user adds some. */
export class InsufficientFundsError extends Error {
  constructor({ detail, code, metadata }) {
    super(detail)
    this.code = code
    this.topupUrl = metadata?.topup_url
  }
}
