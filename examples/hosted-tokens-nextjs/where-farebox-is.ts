// The Farebox that `npm start` runs here, unless the environment names another. The key is the server's secret.
import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'

export function whereFareboxIs(): { baseURL: string; apiKey: string } {
  const { FAREBOX_URL, FAREBOX_API_KEY } = process.env
  if (FAREBOX_URL && FAREBOX_API_KEY) return { baseURL: FAREBOX_URL, apiKey: FAREBOX_API_KEY }
  const running = JSON.parse(readFileSync(path.join(process.cwd(), '../../.farebox/running.json'), 'utf8'))
  return { baseURL: running.gateway, apiKey: running.demo.apiKey }
}
