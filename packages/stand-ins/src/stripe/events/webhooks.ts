// Delivers events as Stripe does: signed, each on its own, tried again with growing pauses until the endpoint says 2xx.
import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { apiVersion } from '../api-version.ts'
import type { Faults } from '../faults.ts'
import { newId } from '../ids.ts'
import type { Store } from '../store.ts'
import type { Cause, StoredEvent } from './event-types.ts'

export type WebhookTarget = { url: string; secret: string; retryFirstMs?: number | undefined }

const attemptsMost = 12
const pauseLongestMs = 60_000
const answerWithinMs = 20_000
const nobody: Cause = { id: null, idempotency_key: null }

export class Webhooks {
  target: WebhookTarget | undefined
  #store: Store
  #faults: Faults
  #stopping = new AbortController()
  #underWay = new Set<Promise<void>>()

  constructor(store: Store, faults: Faults, target?: WebhookTarget) {
    this.#store = store
    this.#faults = faults
    this.target = target
  }

  /** Writes an event of the object as it is now, and begins its delivery. */
  publish(type: StoredEvent['type'], object: object, { cause = nobody, previous }: { cause?: Cause; previous?: object } = {}): StoredEvent {
    const dropped = this.target !== undefined && this.#faults.takeWebhookFault('dropNext')
    const event: StoredEvent = {
      id: newId('event'),
      object: 'event',
      api_version: apiVersion,
      created: this.#store.nowSeconds(),
      data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: this.target && !dropped ? 1 : 0,
      request: cause,
      type,
    }
    this.#store.tables.events.set(event.id, event)
    this.#store.changed()
    if (event.pending_webhooks > 0) {
      this.#begin(event)
      if (this.#faults.now.webhooks.duplicate) this.#begin(event)
    }
    return event
  }

  /** Sends an event once more, as the Dashboard's "Resend" does. */
  resend(event: StoredEvent): void {
    event.pending_webhooks = 1
    this.#begin(event)
  }

  /** After a restart: what was not delivered is tried again. */
  resume(): void {
    if (this.target === undefined) return
    for (const event of this.#store.tables.events.values()) if (event.pending_webhooks > 0) this.#begin(event)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#underWay)
  }

  #begin(event: StoredEvent): void {
    const delivery = this.#deliver(event).catch(() => undefined)
    this.#underWay.add(delivery)
    void delivery.finally(() => this.#underWay.delete(delivery))
  }

  async #deliver(event: StoredEvent): Promise<void> {
    const { signal } = this.#stopping
    const { delayMs } = this.#faults.now.webhooks
    if (delayMs > 0) await wait(delayMs, undefined, { signal })
    for (let attempt = 1; attempt <= attemptsMost; attempt += 1) {
      const { target } = this
      if (target === undefined || signal.aborted) return
      if (await this.#attempt(event, target, attempt)) return
      await wait(Math.min((target.retryFirstMs ?? 1_000) * 2 ** (attempt - 1), pauseLongestMs), undefined, { signal })
    }
  }

  async #attempt(event: StoredEvent, { url, secret }: WebhookTarget, attempt: number): Promise<boolean> {
    const failed = this.#faults.takeWebhookFault('failNext')
    const answer = failed ? { status: null, error: 'ordered to fail' } : await this.#send(url, secret, JSON.stringify(event, null, 2))
    if (this.#stopping.signal.aborted) return false
    const delivered = answer.status !== null && answer.status >= 200 && answer.status < 300
    const past = this.#store.tables.deliveries.get(event.id) ?? []
    this.#store.tables.deliveries.set(event.id, [...past, { at: new Date().toISOString(), attempt, url, ...answer }])
    if (delivered) event.pending_webhooks = 0
    this.#store.changed()
    return delivered
  }

  async #send(url: string, secret: string, body: string): Promise<{ status: number | null; error: string | null }> {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': signatureHeader(body, secret, Math.floor(Date.now() / 1000)),
    }
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(answerWithinMs)])
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
      await answer.arrayBuffer()
      return { status: answer.status, error: null }
    } catch (cause) {
      return { status: null, error: cause instanceof Error ? cause.message : 'failed' }
    }
  }
}

/** `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export function signatureHeader(body: string, secret: string, atSeconds: number): string {
  const signature = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')
  return `t=${atSeconds},v1=${signature}`
}
