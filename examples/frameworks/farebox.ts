// The one client of the app. The key is the server's secret.
import { readFileSync } from 'node:fs'
import { fareboxServer } from '@farebox/sdk/server'

export const farebox = fareboxServer(whereFareboxIs())

/** The Farebox that `npm start` runs here, unless the environment names another. */
function whereFareboxIs() {
  const { FAREBOX_URL, FAREBOX_API_KEY } = process.env
  if (FAREBOX_URL && FAREBOX_API_KEY) return { baseURL: FAREBOX_URL, apiKey: FAREBOX_API_KEY }
  const running = JSON.parse(readFileSync(new URL('../../.farebox/running.json', import.meta.url), 'utf8'))
  return { baseURL: running.gateway, apiKey: running.demo.apiKey }
}
