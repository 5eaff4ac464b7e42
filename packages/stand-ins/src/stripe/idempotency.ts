// Stripe's rule for `Idempotency-Key`: the first request is answered again, word for word; another body under the same key is an error.
import { createHash } from 'node:crypto'
import type { Store } from './store.ts'
import { StripeRefusal } from './stripe-refusal.ts'

export type SavedReply = { fingerprint: string; status: number; body: string; requestId: string; savedAtSeconds: number }

/** Keys of the v2 API are kept for a month. */
const keptSeconds = { v1: 24 * 60 * 60, v2: 30 * 24 * 60 * 60 }

export class Idempotency {
  #store: Store
  #underWay = new Set<string>()

  constructor(store: Store) {
    this.#store = store
  }

  /** The saved reply, if this request was answered before. */
  begin(key: string, fingerprint: string, mode: 'v1' | 'v2'): SavedReply | undefined {
    if (key.length > 255)
      throw new StripeRefusal(
        400,
        { type: 'invalid_request_error', message: 'Idempotency keys can be at most 255 characters.' },
        { begun: false },
      )
    if (this.#underWay.has(key)) {
      const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
      throw new StripeRefusal(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message }, { begun: false })
    }
    const saved = this.#store.tables.savedReplies.get(key)
    const fresh = saved !== undefined && saved.savedAtSeconds + keptSeconds[mode] > this.#store.nowSeconds()
    if (fresh && saved.fingerprint !== fingerprint) {
      const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
      throw new StripeRefusal(400, { type: 'idempotency_error', message }, { begun: false })
    }
    if (fresh) return saved
    this.#underWay.add(key)
    return undefined
  }

  save(key: string, reply: Omit<SavedReply, 'savedAtSeconds'>): void {
    this.#store.tables.savedReplies.set(key, { ...reply, savedAtSeconds: this.#store.nowSeconds() })
    this.#store.changed()
  }

  end(key: string): void {
    this.#underWay.delete(key)
  }
}

export function fingerprintOf(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, sorted(body)]))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, below]) => [name, sorted(below)])
}
