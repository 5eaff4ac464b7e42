// Hosted tokens: Farebox keeps the link to the user, the app's server names the user in a header.
const { FAREBOX_URL, FAREBOX_API_KEY } = process.env

const response = await fetch(`${FAREBOX_URL}/v1/chat/completions`, {
  method: 'POST',
  headers: {
    Authorization: `Bearer ${FAREBOX_API_KEY}`,
    'X-Quota-User': 'user_123',
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'Hello!' }],
  }),
})
console.log(JSON.stringify(await response.json()))
