// Trouble a test can order: failing API calls, webhooks that fail, repeat, lag or vanish, payments that settle later.
import { z } from 'zod'

const count = z.int().min(0).max(10_000)
const delay = z.int().min(0).max(600_000)

export const faultsBody = z.strictObject({
  webhooks: z
    .strictObject({
      /** The next deliveries are not sent and count as failed; the usual retries follow. */
      failNext: count,
      /** The next events are never delivered. They can still be listed. */
      dropNext: count,
      /** Each event is delivered twice. */
      duplicate: z.boolean(),
      delayMs: delay,
    })
    .partial()
    .optional(),
  api: z
    .strictObject({
      next: count,
      /** Only calls whose path begins so. */
      path: z.string().default('/'),
      /** `before`: 500 and nothing done. `after`: done, then 500, kept under the key. `drop`: done, then the connection dies. `rate-limit`: 429. */
      how: z.enum(['before', 'after', 'drop', 'rate-limit']),
    })
    .optional(),
  /** `async`: the hosted page completes the session unpaid; `/control/sessions/:id/async` settles it. */
  completion: z.enum(['paid', 'async']).optional(),
  /** How long after the charge its balance transaction appears (`charge.updated`). */
  balanceTransactionDelayMs: delay.optional(),
})

type FaultsBody = z.infer<typeof faultsBody>
type ApiFault = NonNullable<FaultsBody['api']>

const none = () => ({
  webhooks: { failNext: 0, dropNext: 0, duplicate: false, delayMs: 0 },
  api: { next: 0, path: '/', how: 'before' } as ApiFault,
  completion: 'paid' as 'paid' | 'async',
  balanceTransactionDelayMs: 250,
})

export class Faults {
  now = none()

  set(body: FaultsBody): void {
    this.now = {
      webhooks: { ...this.now.webhooks, ...body.webhooks },
      api: body.api ?? this.now.api,
      completion: body.completion ?? this.now.completion,
      balanceTransactionDelayMs: body.balanceTransactionDelayMs ?? this.now.balanceTransactionDelayMs,
    }
  }

  reset(): void {
    this.now = none()
  }

  takeApiFault(path: string): ApiFault['how'] | undefined {
    const { api } = this.now
    if (api.next === 0 || !path.startsWith(api.path)) return undefined
    api.next -= 1
    return api.how
  }

  /** Uses up one of a counted webhook fault. */
  takeWebhookFault(fault: 'failNext' | 'dropNext'): boolean {
    const { webhooks } = this.now
    if (webhooks[fault] === 0) return false
    webhooks[fault] -= 1
    return true
  }
}
