// A welcome bonus: half a dollar of the app's grant pool for a user who need not exist yet.
const { FAREBOX_URL, FAREBOX_API_KEY } = process.env

const response = await fetch(`${FAREBOX_URL}/v1/funding/grant`, {
  method: 'POST',
  headers: {
    Authorization: `Bearer ${FAREBOX_API_KEY}`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    external_user_id: 'user_123',
    amount: 0.5,
    description: 'Welcome bonus',
  }),
})
console.log(JSON.stringify(await response.json()))
