// The pattern of a metered service: is there enough, do the work, record the cost, else `insufficient_funds`.
// Text to speech at 400 microcents a character, as AWS Polly's price list has it.
const { FAREBOX_URL, FAREBOX_API_KEY } = process.env
const headers = { Authorization: `Bearer ${FAREBOX_API_KEY}`, 'Content-Type': 'application/json' }

async function post(path, body, more = {}) {
  const response = await fetch(FAREBOX_URL + path, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) })
  return response.json()
}

const microcents_per_character = 400
await post('/v1/services', { name: 'read-aloud', price: { microcents: microcents_per_character, per: 'character' } })

const text = 'Hello, world!'
const exact_cost = microcents_per_character * text.length
const usageAllowed = await post('/v1/funding/allowed', { external_user_id: 'user_123', minimum_microcents: String(exact_cost) })
if (!usageAllowed.allowed) throw new Error('insufficient_funds')

const charge = await post(
  '/v1/charges',
  { service: 'read-aloud', user: 'user_123', units: text.length },
  { 'Idempotency-Key': 'read-aloud-1' },
)
console.log(JSON.stringify({ allowed: usageAllowed, exact_cost, charge }))
