// The outside world in one process: started by `npm start`, stopped by SIGTERM.
import { readSettings } from './env.ts'
import { startModelsStandIn } from './models/start-models-stand-in.ts'
import { startStripeStandIn } from './stripe/start-stripe-stand-in.ts'

const settings = readSettings()
const host = settings.HOST
const { STRIPE_WEBHOOK_URL: webhookUrl, STRIPE_WEBHOOK_SECRET: secret, STRIPE_STATE_FILE: stateFile } = settings

const stripe = await startStripeStandIn({
  host,
  port: settings.PORT_STRIPE,
  ...(webhookUrl && secret && { webhook: { url: webhookUrl, secret } }),
  ...(stateFile && { stateFile }),
})
const models = await startModelsStandIn({ host, port: settings.PORT_MODELS })

// One line, for the starter to read.
console.log(JSON.stringify({ ready: true, stripe: stripe.url, models: models.url }))

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await Promise.all([stripe.stop(), models.stop()])
    process.exit(0)
  })
}
