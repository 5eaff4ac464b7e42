'use server'
// The front page's button: one real call through the gateway, by a visitor of today with play money of their own.
import { type ShowcaseKey, showcaseKey } from '@farebox/billing/showcase'
import { parseDollars } from '@farebox/money'
import { z } from 'zod'
import { env } from '../env'
import { clock } from '../server/clock'
import { database } from '../server/database'

export type MadeCall =
  | { kind: 'none' }
  | { kind: 'failed'; message: string }
  | {
      kind: 'answered'
      text: string
      model: string
      inputTokens: number
      outputTokens: number
      /** Microcents, as digits. */
      providerCost: string
      margin: string
      markup: string
      total: string
      chargeId: string
      at: string
    }

const MODEL = 'gpt-4o-mini'
const PATIENCE_MS = 20_000
const QUESTION = 'Why do I pay for this call, and not the developer?'

const dollars = z.string().transform((text) => String(parseDollars(text)))
const reply = z.object({
  model: z.string(),
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    cost: dollars,
    cost_details: z.object({ provider_cost: dollars, margin: dollars, markup: dollars }),
  }),
  farebox: z.object({ charge_id: z.string() }),
})
const refusal = z.object({ error: z.object({ message: z.string() }) })

const kept: typeof globalThis & { fareboxShowcaseKey?: ShowcaseKey } = globalThis

export async function makeExampleCall(): Promise<MadeCall> {
  try {
    const now = await clock().now()
    kept.fareboxShowcaseKey = await showcaseKey(database(), kept.fareboxShowcaseKey, now)
    const visitor = `${env().GATEWAY_URL}/v1/users/visitor-${now.toISOString().slice(0, 10)}`
    await send('PUT', visitor)
    const answered = await send('POST', `${visitor}/chat/completions`, { model: MODEL, messages: [{ role: 'user', content: QUESTION }] })
    const body: unknown = await answered.json()
    if (!answered.ok) return { kind: 'failed', message: refusal.safeParse(body).data?.error.message ?? 'The gateway refused the call.' }
    return answeredAs(reply.parse(body), now)
  } catch (cause) {
    console.error({ page: 'front', doing: 'making the example call', cause: cause instanceof Error ? cause.message : String(cause) })
    return { kind: 'failed', message: 'The gateway did not answer.' }
  }
}

function send(method: string, url: string, body?: object): Promise<Response> {
  return fetch(url, {
    method,
    headers: { authorization: `Bearer ${kept.fareboxShowcaseKey?.secret}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
}

function answeredAs({ model, choices, usage, farebox }: z.infer<typeof reply>, at: Date): MadeCall {
  return {
    kind: 'answered',
    text: choices[0]?.message.content ?? '',
    model,
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    providerCost: usage.cost_details.provider_cost,
    margin: usage.cost_details.margin,
    markup: usage.cost_details.markup,
    total: usage.cost,
    chargeId: farebox.charge_id,
    at: at.toISOString(),
  }
}
