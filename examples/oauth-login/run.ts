// Starts the app and says where it is.
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { loginApp } from './app.ts'

const port = Number(process.env.PORT ?? 5175)
const url = `http://localhost:${port}`
const name = process.env.APP_NAME ?? 'Sample with Farebox as its login'

serve({ fetch: loginApp({ name, url, ...whoWeAre() }).fetch, port, hostname: 'localhost' }, () => console.log(`${name}: ${url}`))

/** The sandbox of the demo app that `npm start` runs here, unless the environment names another. */
function whoWeAre() {
  const { FAREBOX_WALLET_URL, FAREBOX_CLIENT_ID, FAREBOX_CLIENT_SECRET } = process.env
  if (FAREBOX_WALLET_URL && FAREBOX_CLIENT_ID) {
    return {
      issuer: FAREBOX_WALLET_URL,
      clientId: FAREBOX_CLIENT_ID,
      ...(FAREBOX_CLIENT_SECRET && { clientSecret: FAREBOX_CLIENT_SECRET }),
    }
  }
  const running = JSON.parse(readFileSync(new URL('../../.farebox/running.json', import.meta.url), 'utf8'))
  return { issuer: running.wallet, clientId: running.demo.sandboxPublishableKey }
}
