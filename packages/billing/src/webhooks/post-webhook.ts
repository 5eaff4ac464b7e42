// One delivery over the network: to the address that was looked at and no other, no redirect followed, little time, little read.
import type { LookupFunction } from 'node:net'
import { AppError } from '@farebox/errors'
import { Webhook } from 'standardwebhooks'
import { Agent, request } from 'undici'
import { type Located, locateEndpoint, type NetworkAddress, type WebhookReach } from './endpoint-address.ts'

export type SignedPost = {
  url: string
  /** `evt_…`: the same at every attempt, so that receivers know what they have had. */
  eventId: string
  body: string
  /** One signature for each. */
  secrets: readonly string[]
}

export type PostOutcome = { delivered: boolean; httpStatus: number | null; failure: string | null; tookMs: number }

const ATTEMPT_MS = 15_000
const CONNECT_MS = 5_000
const HEADER_BYTES_MAX = 16_384

export async function postWebhook({ url, eventId, body, secrets }: SignedPost, reach: WebhookReach): Promise<PostOutcome> {
  const startedAt = Date.now()
  const tookMs = () => Date.now() - startedAt
  try {
    const located = await locateEndpoint(url, reach)
    const httpStatus = await post(located, body, signatureHeaders({ eventId, body, secrets }))
    const delivered = httpStatus >= 200 && httpStatus < 300
    return { delivered, httpStatus, failure: delivered ? null : failureOfStatus(httpStatus), tookMs: tookMs() }
  } catch (cause) {
    return { delivered: false, httpStatus: null, failure: failureOf(cause), tookMs: tookMs() }
  }
}

/** Signed by the machine's own clock, which is the receiver's: a clock that was moved in development would be refused. */
function signatureHeaders({ eventId, body, secrets }: Omit<SignedPost, 'url'>): Record<string, string> {
  const at = new Date()
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(eventId, at, body)).join(' '),
  }
}

async function post({ url, at }: Located, body: string, signature: Record<string, string>): Promise<number> {
  const agent = new Agent({
    connect: { timeout: CONNECT_MS, lookup: only(at) },
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: ATTEMPT_MS,
    bodyTimeout: ATTEMPT_MS,
  })
  try {
    const reply = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', 'user-agent': 'Farebox-Webhooks/1', ...signature },
      body,
      signal: AbortSignal.timeout(ATTEMPT_MS),
    })
    // Its status is the answer; what else it says is not read.
    reply.body.on('error', () => {}).destroy()
    return reply.statusCode
  } finally {
    await agent.destroy()
  }
}

/** Whatever is asked for, this is where it is. */
function only(at: NetworkAddress): LookupFunction {
  return (_hostname, { all }, answer) => {
    if (all) answer(null, [{ address: at.address, family: at.family }])
    else answer(null, at.address, at.family)
  }
}

function failureOfStatus(httpStatus: number): string {
  if (httpStatus >= 300 && httpStatus < 400) return `It answered ${httpStatus}: redirects are not followed.`
  return `It answered ${httpStatus}.`
}

function failureOf(cause: unknown): string {
  if (cause instanceof AppError) return cause.message
  if (!(cause instanceof Error)) return 'It could not be reached.'
  const code = 'code' in cause ? String(cause.code) : cause.name
  if (code === 'TimeoutError' || code.endsWith('_TIMEOUT')) return 'It did not answer in time.'
  return `It could not be reached (${code}).`
}
