// First calls in the languages people use. The curl works as printed; the others read the key from the environment.
import type { CodeSample } from '@farebox/ui'

type Call = { secret: string; billingMode: 'user' | 'developer'; gatewayUrl: string }

const USER = 'user_123'

export function snippets({ secret, billingMode, gatewayUrl }: Call): CodeSample[] {
  const isUser = billingMode === 'user'
  const base = isUser ? `${gatewayUrl}/v1/users/${USER}` : `${gatewayUrl}/v1`
  return [
    { label: 'curl', code: curl({ secret, base, isUser }) },
    { label: 'OpenAI SDK', code: openaiSdk(base) },
    { label: 'AI SDK', code: aiSdk({ gatewayUrl, isUser }) },
    { label: '.env', code: `FAREBOX_API_KEY="${secret}"\nFAREBOX_URL="${gatewayUrl}/v1"` },
  ]
}

function curl({ secret, base, isUser }: { secret: string; base: string; isUser: boolean }): string {
  const key = `  -H "Authorization: Bearer ${secret}"`
  const makeUser = `# Once: the user, by your own id for them\ncurl -X PUT ${base} \\\n${key}\n\n# A call they pay for\n`
  const call = `curl ${base}/chat/completions \\\n${key} \\\n  -H "Content-Type: application/json" \\\n  -d '{"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hello!"}]}'`
  return (isUser ? makeUser : '') + call
}

function openaiSdk(base: string): string {
  return `import OpenAI from 'openai'

const farebox = new OpenAI({
  apiKey: process.env.FAREBOX_API_KEY,
  baseURL: '${base}',
})

const answer = await farebox.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Hello!' }],
})
console.log(answer.choices[0].message.content, answer.usage.cost)`
}

function aiSdk({ gatewayUrl, isUser }: { gatewayUrl: string; isUser: boolean }): string {
  const payer = isUser ? `\n  headers: { 'X-Farebox-User': '${USER}' },` : ''
  return `import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText } from 'ai'

const farebox = createOpenAICompatible({
  name: 'farebox',
  apiKey: process.env.FAREBOX_API_KEY,
  baseURL: '${gatewayUrl}/v1',${payer}
})

const { text } = await generateText({
  model: farebox('gpt-4o-mini'),
  prompt: 'Hello!',
})
console.log(text)`
}
