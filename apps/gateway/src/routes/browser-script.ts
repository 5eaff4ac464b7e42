// /v1.js and its parts: the SDK as a script tag. Under the name that says what is in it, a file never changes and is kept for ever;
// /v1.js is always the newest. Any website may load it, also one that isolates itself.
import { existsSync, readFileSync } from 'node:fs'
import type { FastifyReply } from 'fastify'
import type { Routes } from '../gateway.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'
/** How long a fix needs to reach everybody. */
const NEWEST = 'public, max-age=300, stale-while-revalidate=86400'

const folder = new URL('.', import.meta.resolve('@farebox/sdk/v1.js'))

type Manifest = { file: string; sheet: string; integrity: string }

export const browserScriptRoutes: Routes = (app) => {
  const { file, sheet, integrity } = readManifest()
  const options = { schema: { hide: true } }
  const newest = readPart('v1.js')
  const parts = [file, sheet].map((name) => ({ name, text: readPart(name) }))

  app.get('/v1.js', options, (_request, reply) => script(reply, NEWEST).header('etag', `"${file}"`).send(newest))
  for (const { name, text } of parts) app.get(`/${name}`, options, (_request, reply) => script(reply, FOR_EVER).send(text))
  app.get('/v1.json', options, (_request, reply) =>
    reply
      .headers(forAnybody)
      .header('cache-control', NEWEST)
      .send({ src: `/${file}`, sheet: `/${sheet}`, integrity }),
  )
}

const forAnybody = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
}

const script = (reply: FastifyReply, kept: string) =>
  reply.headers({ ...forAnybody, 'cache-control': kept }).type('text/javascript; charset=utf-8')

function readManifest(): Manifest {
  if (!existsSync(new URL('v1.json', folder))) throw new Error('The browser SDK is not built: node packages/sdk/build.ts')
  return JSON.parse(readPart('v1.json'))
}

function readPart(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}
