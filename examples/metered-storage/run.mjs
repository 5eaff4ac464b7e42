// The story of the store: a user keeps a file for three days, pays for three days, deletes it, and pays no more.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openFarebox } from './farebox.mjs'
import { serve } from './server.mjs'
import { openStore } from './store.mjs'

const USER = process.env.STORAGE_USER ?? 'user_123'
const folder = await mkdtemp(path.join(os.tmpdir(), 'metered-storage-'))
const store = await openStore({ folder, farebox: openFarebox(whereFareboxIs()) })
const server = serve(store).listen(0, '127.0.0.1')
await once(server, 'listening')
const file = `http://127.0.0.1:${server.address().port}/files/${USER}/holiday.raw`
/** A run of its own, so that running the story again is another three days. */
const month = `run-${Date.now()}`

try {
  const stored = await fetch(file, { method: 'PUT', body: Buffer.alloc(2_500_000, 'sand') })
  console.log(`${USER} stores 2.5 MB: ${stored.status}`)
  if (!stored.ok) console.log(JSON.stringify(await stored.json()))
  for (const day of [1, 2, 2, 3]) await bill(day)
  console.log(`${USER} deletes it: ${(await fetch(file, { method: 'DELETE' })).status}`)
  await bill(4)
} finally {
  server.close()
  await rm(folder, { recursive: true })
}

async function bill(day) {
  const charge = await store.billDay(USER, `${month}-day-${day}`)
  console.log(charge ? `day ${day}: $${charge.total} for ${charge.usage.megabyte_day} MB (${charge.id})` : `day ${day}: nothing to pay`)
}

/** The Farebox that `npm start` runs here, unless the environment names another. */
function whereFareboxIs() {
  const { FAREBOX_URL, FAREBOX_API_KEY } = process.env
  if (FAREBOX_URL && FAREBOX_API_KEY) return { url: FAREBOX_URL, key: FAREBOX_API_KEY }
  const running = JSON.parse(readFileSync(new URL('../../.farebox/running.json', import.meta.url), 'utf8'))
  return { url: running.gateway, key: running.demo.apiKey }
}
