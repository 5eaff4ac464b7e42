// The outside world in one process: started by `npm start`, stopped by SIGTERM.
import { readSettings } from './env.ts'
import { startMailbox } from './mailbox/start-mailbox.ts'
import { startModelsStandIn } from './models/start-models-stand-in.ts'
import { startStripeStandIn } from './stripe/start-stripe-stand-in.ts'

const settings = readSettings()
const host = settings.HOST
const { STRIPE_WEBHOOK_URL: webhookUrl, STRIPE_WEBHOOK_SECRET: secret, STRIPE_STATE_FILE: stateFile } = settings
const { STRIPE_CONNECT_WEBHOOK_URL: connectUrl, STRIPE_CONNECT_WEBHOOK_SECRET: connectSecret } = settings

const [stripe, models, mailbox] = await Promise.all([
  startStripeStandIn({
    host,
    port: settings.PORT_STRIPE,
    ...(webhookUrl && secret && { webhook: { url: webhookUrl, secret } }),
    ...(connectUrl && connectSecret && { connectWebhook: { url: connectUrl, secret: connectSecret } }),
    ...(stateFile && { stateFile }),
  }),
  startModelsStandIn({ host, port: settings.PORT_MODELS }),
  startMailbox({ host, port: settings.PORT_MAILBOX, smtpPort: settings.PORT_SMTP }),
])

// One line, for the starter to read.
console.log(JSON.stringify({ ready: true, stripe: stripe.url, models: models.url, mailbox: mailbox.url, smtp: mailbox.smtpUrl }))

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await Promise.all([stripe.stop(), models.stop(), mailbox.stop()])
    process.exit(0)
  })
}
