// `farebox.ai.chat` on a server: a call, its answer in blocks, and a limit that another model may pass under the name the snippets know.
const { FAREBOX_URL, FAREBOX_API_KEY, FAREBOX_USER = 'user_123' } = process.env

/** What another model may still do: the fund or limit is short for this one, it is not allowed, or its provider is busy. */
const usageLimited = (status, { code }) =>
  status === 402 ||
  code === 'model_not_allowed' ||
  code === 'model_switched_off' ||
  code === 'provider_overloaded' ||
  code === 'rate_limit_exceeded'

async function chat(prompt, { model, models } = {}) {
  const messages = typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt
  const response = await fetch(`${FAREBOX_URL}/v1/users/${FAREBOX_USER}/chat/completions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${FAREBOX_API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ model, models, messages }),
  })
  const answer = await response.json()
  if (!response.ok) {
    const delegate = usageLimited(response.status, answer.error) ? 'usage-limited-chat' : undefined
    throw Object.assign(new Error(answer.error.message), { status: response.status, error: { ...answer.error, delegate } })
  }
  const [{ message, finish_reason }] = answer.choices
  return {
    message: { role: message.role, content: [{ type: 'text', text: message.content }] },
    text: message.content,
    model: response.headers.get('x-farebox-model'),
    usage: answer.usage,
    charge: answer.farebox,
    finish_reason,
    toString: () => message.content,
  }
}

export const farebox = { ai: { chat } }
