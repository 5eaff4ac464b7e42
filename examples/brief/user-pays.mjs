// User pays, the default: the user buys balance by Stripe Checkout, and each call is charged to it, with the app's markup.
const { FAREBOX_URL, FAREBOX_API_KEY } = process.env

const response = await fetch(`${FAREBOX_URL}/v1/users/user_123/chat/completions`, {
  method: 'POST',
  headers: {
    Authorization: `Bearer ${FAREBOX_API_KEY}`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Hello!' }],
  }),
})
console.log(JSON.stringify(await response.json()))
