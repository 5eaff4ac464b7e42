// Whether a webhook comes from Farebox: signed as Standard Webhooks says, over the body as it came, and not long ago.
import { Webhook } from 'standardwebhooks'
import { FareboxError } from '../errors.ts'

export type WebhookEvent = {
  id: string
  /** Such as `usage.completed`: the guide to webhooks lists them. */
  type: string
  timestamp: string
  mode: 'live' | 'sandbox'
  object_id: string
  /** Events of one object arrive in this order. */
  sequence: number
  data: Record<string, unknown>
}

/** Throws `webhook_signature_wrong`: answer it with 400. While a secret is being replaced, give both. */
export async function verifyWebhook(request: Request, secret: string | readonly string[]): Promise<WebhookEvent> {
  const body = await request.text()
  const headers = Object.fromEntries(request.headers)
  for (const each of [secret].flat()) {
    try {
      return new Webhook(each).verify(body, headers) as WebhookEvent
    } catch {
      // Perhaps it is signed with the other secret.
    }
  }
  throw new FareboxError('webhook_signature_wrong', 'The signature of this webhook is missing, old or wrong.', {
    status: 400,
    charged: false,
  })
}
