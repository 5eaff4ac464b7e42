// What webhook endpoints of apps are made with, by our settings.
import 'server-only'
import { WebhookSecrets } from '@farebox/billing/webhooks'
import { env } from '../env'

export function webhooks() {
  const { ENCRYPTION_KEY, FAREBOX_ENV } = env()
  return { secrets: new WebhookSecrets(ENCRYPTION_KEY), reach: { allowsLocalhost: FAREBOX_ENV !== 'production' } }
}
