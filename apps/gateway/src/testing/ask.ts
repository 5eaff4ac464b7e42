// A call as a program makes it, without a client library in between.
import type { TestGateway } from './start-gateway.ts'

export type Asked = {
  secret: string
  /** Named in the path. */
  user?: string
  model?: string
  prompt?: string
  headers?: Record<string, string>
  signal?: AbortSignal
  [parameter: string]: unknown
}

export type Answered = { status: number; headers: Headers; text: string; json: AnswerJson }

type Refused = {
  code: string
  message: string
  type: string
  param: string | null
  charged: boolean
  request_id: string
  docs_url: string
  metadata: Record<string, unknown>
}
export type AnswerJson = {
  choices: { message: { content: string }; finish_reason: string }[]
  usage: { prompt_tokens: number; completion_tokens: number; cost: string; cost_details: Record<string, string> }
  farebox: { charge_id: string; hold: string; stopped?: string }
  quota: { credits_used: string; balance_before: string; balance_after: string; billing_mode: string }
  error: Refused
}

export async function ask(gateway: Pick<TestGateway, 'url'>, asked: Asked): Promise<Answered> {
  const reply = await open(gateway, asked)
  const text = await reply.text()
  return {
    status: reply.status,
    headers: reply.headers,
    text,
    json: text.startsWith('{') ? (JSON.parse(text) as AnswerJson) : ({} as AnswerJson),
  }
}

/** The reply as soon as its headers are here. */
export function open({ url }: Pick<TestGateway, 'url'>, { secret, user, prompt = 'Say hello.', headers, signal, ...parameters }: Asked) {
  const namesModels = ['model', 'models', 'fallback_models'].some((name) => parameters[name] !== undefined)
  const path = user === undefined ? '/v1/chat/completions' : `/v1/users/${user}/chat/completions`
  return fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...(!namesModels && { model: 'gpt-4o' }), messages: [{ role: 'user', content: prompt }], ...parameters }),
    ...(signal && { signal }),
  })
}

/** Every `data:` of a stream, and its comments. */
export function eventsOf(text: string) {
  const events = text.split('\n\n').filter(Boolean)
  const data = events.filter((event) => event.startsWith('data: ')).map((event) => event.slice(6))
  return {
    done: data.at(-1) === '[DONE]',
    chunks: data.filter((each) => each !== '[DONE]').map((each) => JSON.parse(each) as Chunk),
    comments: events.filter((event) => event.startsWith(':')),
  }
}

export type Chunk = Partial<AnswerJson> & { choices?: { delta?: { content?: string }; finish_reason: string | null }[] }
