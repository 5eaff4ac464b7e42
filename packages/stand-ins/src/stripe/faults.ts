// Trouble a test can order: failing API calls, webhooks that fail, repeat, lag, overtake or vanish, payments that settle later.
import { z } from 'zod'

const count = z.int().min(0).max(10_000)
const delay = z.int().min(0).max(600_000)

const apiFault = z.strictObject({
  next: count,
  /** Only calls whose path begins so. */
  path: z.string().default('/'),
  method: z.enum(['GET', 'POST']).optional(),
  /**
   * `before`: 500 and nothing done. `after`: done, then 500, kept under the key. `drop`: done, then the connection dies.
   * `drop-before`: the connection dies and nothing was done. `hang`: done, and no answer ever; `hang-before`: not done, no answer.
   * `rate-limit`: 429. `in-use`: 409, as if the key were under way elsewhere. `poison`: 500, nothing done, and kept under the key.
   */
  how: z.enum(['before', 'after', 'drop', 'drop-before', 'hang', 'hang-before', 'rate-limit', 'in-use', 'poison']),
})

export const faultsBody = z.strictObject({
  webhooks: z
    .strictObject({
      /** The next deliveries are not sent and count as failed; the usual retries follow. */
      failNext: count,
      /** The next events are never delivered. They can still be listed. */
      dropNext: count,
      /** Each event is delivered twice. */
      duplicate: z.boolean(),
      /** The next events are delivered twice. */
      duplicateNext: count,
      /** The next events wait for one another, and leave in the wrong order. */
      reorderNext: count,
      delayMs: delay,
      /** The counted faults are for events whose type begins so. */
      type: z.string(),
    })
    .partial()
    .optional(),
  /** Replaces what was ordered. Each call meets the first that fits it. */
  api: z.union([apiFault, z.array(apiFault).max(1_000)]).optional(),
  /** `async`: the hosted page completes the session unpaid; `/control/sessions/:id/async` settles it. */
  completion: z.enum(['paid', 'async']).optional(),
  /** What Stripe keeps for a dispute (`feeCents`), and whether it gives that back to who wins. */
  disputes: z
    .strictObject({ feeCents: z.int().min(0).max(100_000), isFeeReturned: z.boolean() })
    .partial()
    .optional(),
  /** What Radar does with a payment of the highest risk. */
  radar: z.strictObject({ highest: z.enum(['block', 'allow']) }).optional(),
  /** How long after the charge its balance transaction appears (`charge.updated`). */
  balanceTransactionDelayMs: delay.optional(),
})

type FaultsBody = z.input<typeof faultsBody>
type ApiFault = z.infer<typeof apiFault>

const none = () => ({
  webhooks: { failNext: 0, dropNext: 0, duplicate: false, duplicateNext: 0, reorderNext: 0, delayMs: 0, type: '' },
  api: [] as ApiFault[],
  completion: 'paid' as 'paid' | 'async',
  balanceTransactionDelayMs: 250,
  disputes: { feeCents: 1_500, isFeeReturned: false },
  radar: { highest: 'block' as 'block' | 'allow' },
})

export class Faults {
  now = none()

  set(given: FaultsBody): void {
    const body = faultsBody.parse(given)
    this.now = {
      webhooks: { ...this.now.webhooks, ...defined(body.webhooks) },
      api: body.api === undefined ? this.now.api : [body.api].flat(),
      completion: body.completion ?? this.now.completion,
      disputes: { ...this.now.disputes, ...defined(body.disputes) },
      radar: body.radar ?? this.now.radar,
      balanceTransactionDelayMs: body.balanceTransactionDelayMs ?? this.now.balanceTransactionDelayMs,
    }
  }

  reset(): void {
    this.now = none()
  }

  takeApiFault(method: string, path: string): ApiFault['how'] | undefined {
    const fault = this.now.api.find((one) => one.next > 0 && path.startsWith(one.path) && (one.method ?? method) === method)
    if (fault === undefined) return undefined
    fault.next -= 1
    return fault.how
  }

  /** Uses up one of a counted webhook fault. */
  takeWebhookFault(fault: 'failNext' | 'dropNext' | 'duplicateNext' | 'reorderNext', type: string): boolean {
    const { webhooks } = this.now
    if (webhooks[fault] === 0 || !type.startsWith(webhooks.type)) return false
    webhooks[fault] -= 1
    return true
  }
}

function defined(given: object = {}) {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
