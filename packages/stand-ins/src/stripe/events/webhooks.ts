// Writes events and delivers them as Stripe does: signed, each on its own, tried again with growing pauses until the endpoint says 2xx.
// The platform's own events go to one endpoint; those of connected accounts, and thin events, to the other.
import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { apiVersion } from '../api-version.ts'
import type { Faults } from '../faults.ts'
import { newId } from '../ids.ts'
import { log } from '../log.ts'
import type { Store } from '../store.ts'
import type { Cause, StoredEvent, StoredThinEvent } from './event-types.ts'

export type WebhookTarget = { url: string; secret: string; retryFirstMs?: number | undefined }

/** An event on its way: what is sent, and how to note that it arrived. */
type Parcel = { id: string; type: string; endpoint: 'platform' | 'connect'; body: object; delivered: () => void }

type Circumstances = { cause?: Cause; previous?: object; account?: string | null; atSeconds?: number }

const attemptsMost = 12
const pauseLongestMs = 60_000
const answerWithinMs = 20_000
const nobody: Cause = { id: null, idempotency_key: null }

export class Webhooks {
  target: WebhookTarget | undefined
  connectTarget: WebhookTarget | undefined
  #store: Store
  #faults: Faults
  #stopping = new AbortController()
  #underWay = new Set<Promise<void>>()
  /** Parcels kept back until enough are there to send them in the wrong order. */
  #kept: Parcel[] = []

  constructor(store: Store, faults: Faults, target?: WebhookTarget, connectTarget?: WebhookTarget) {
    this.#store = store
    this.#faults = faults
    this.target = target
    this.connectTarget = connectTarget
  }

  /** Writes an event of the object as it is now, and begins its delivery. */
  publish(type: string, object: object, { cause = nobody, previous, account, atSeconds }: Circumstances = {}): StoredEvent {
    const event: StoredEvent = {
      id: newId('event'),
      object: 'event',
      ...(account && { account }),
      api_version: apiVersion,
      created: atSeconds ?? this.#store.nowSeconds(),
      data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: this.#targetOf(account ? 'connect' : 'platform') ? 1 : 0,
      request: cause,
      type: type as StoredEvent['type'],
    }
    this.#store.tables.events.set(event.id, event)
    this.#store.changed()
    if (event.pending_webhooks > 0) this.#send(parcelOf(event))
    return event
  }

  /** Says that something about an object of the v2 API changed. */
  publishThin(type: string, related: { id: string; type: string; url: string }, data: object | null, atSeconds?: number): void {
    const stored: StoredThinEvent = {
      event: {
        id: newId('thinEvent'),
        object: 'v2.core.event',
        context: null,
        created: new Date((atSeconds ?? this.#store.nowSeconds()) * 1000).toISOString(),
        livemode: false,
        reason: null,
        related_object: related,
        type,
      },
      data,
      isPending: this.connectTarget !== undefined,
    }
    this.#store.tables.thinEvents.set(stored.event.id, stored)
    this.#store.changed()
    if (stored.isPending) this.#send(thinParcelOf(stored))
  }

  /** Sends an event once more, as the Dashboard's "Resend" does. Answers false for an unknown id. */
  resend(id: string): boolean {
    const { events, thinEvents } = this.#store.tables
    const [event, thin] = [events.get(id), thinEvents.get(id)]
    if (event) this.#begin(parcelOf(Object.assign(event, { pending_webhooks: 1 })))
    else if (thin) this.#begin(thinParcelOf(Object.assign(thin, { isPending: true })))
    return Boolean(event ?? thin)
  }

  /** After a restart: what was not delivered is tried again. */
  resume(): void {
    for (const event of this.#store.tables.events.values()) if (event.pending_webhooks > 0) this.#begin(parcelOf(event))
    for (const stored of this.#store.tables.thinEvents.values()) if (stored.isPending) this.#begin(thinParcelOf(stored))
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#underWay)
  }

  #targetOf(endpoint: Parcel['endpoint']): WebhookTarget | undefined {
    return endpoint === 'connect' ? this.connectTarget : this.target
  }

  /** A first delivery, with the trouble that was ordered for it. */
  #send(parcel: Parcel): void {
    const trouble = (fault: 'drop' | 'duplicate' | 'reorder') =>
      log(this.#store, { kind: 'webhook', eventId: parcel.id, type: parcel.type, fault })
    if (this.#faults.takeWebhookFault('dropNext', parcel.type)) {
      parcel.delivered()
      trouble('drop')
      return
    }
    if (this.#faults.takeWebhookFault('reorderNext', parcel.type)) {
      this.#kept.push(parcel)
      trouble('reorder')
    } else this.#begin(parcel)
    if (this.#faults.now.webhooks.reorderNext === 0) for (const kept of this.#kept.splice(0).reverse()) this.#begin(kept)
    if (this.#faults.now.webhooks.duplicate || this.#faults.takeWebhookFault('duplicateNext', parcel.type)) {
      this.#begin(parcel)
      trouble('duplicate')
    }
  }

  #begin(parcel: Parcel): void {
    const delivery = this.#deliver(parcel).catch(() => undefined)
    this.#underWay.add(delivery)
    void delivery.finally(() => this.#underWay.delete(delivery))
  }

  async #deliver(parcel: Parcel): Promise<void> {
    const { signal } = this.#stopping
    const { delayMs } = this.#faults.now.webhooks
    if (delayMs > 0) {
      log(this.#store, { kind: 'webhook', eventId: parcel.id, type: parcel.type, fault: 'delay' })
      await wait(delayMs, undefined, { signal })
    }
    for (let attempt = 1; attempt <= attemptsMost; attempt += 1) {
      const target = this.#targetOf(parcel.endpoint)
      if (target === undefined || signal.aborted) return
      if (await this.#attempt(parcel, target, attempt)) return
      await wait(Math.min((target.retryFirstMs ?? 1_000) * 2 ** (attempt - 1), pauseLongestMs), undefined, { signal })
    }
  }

  async #attempt(parcel: Parcel, { url, secret }: WebhookTarget, attempt: number): Promise<boolean> {
    const failed = this.#faults.takeWebhookFault('failNext', parcel.type)
    if (failed) log(this.#store, { kind: 'webhook', eventId: parcel.id, type: parcel.type, fault: 'fail' })
    const answer = failed ? { status: null, error: 'ordered to fail' } : await this.#post(url, secret, JSON.stringify(parcel.body, null, 2))
    if (this.#stopping.signal.aborted) return false
    const delivered = answer.status !== null && answer.status >= 200 && answer.status < 300
    const past = this.#store.tables.deliveries.get(parcel.id) ?? []
    this.#store.tables.deliveries.set(parcel.id, [...past, { at: new Date().toISOString(), attempt, url, ...answer }])
    if (delivered) parcel.delivered()
    this.#store.changed()
    return delivered
  }

  async #post(url: string, secret: string, body: string): Promise<{ status: number | null; error: string | null }> {
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

function parcelOf(event: StoredEvent): Parcel {
  const endpoint = event.account === undefined ? 'platform' : 'connect'
  const delivered = () => {
    event.pending_webhooks = 0
  }
  return { id: event.id, type: event.type, endpoint, body: event, delivered }
}

function thinParcelOf(stored: StoredThinEvent): Parcel {
  const delivered = () => {
    stored.isPending = false
  }
  return { id: stored.event.id, type: stored.event.type, endpoint: 'connect', body: stored.event, delivered }
}

/** `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export function signatureHeader(body: string, secret: string, atSeconds: number): string {
  const signature = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')
  return `t=${atSeconds},v1=${signature}`
}
