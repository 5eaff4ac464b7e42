// Prisma's settings. Its native migration engine would be downloaded; `scripts/schema-engine.mjs` answers in its place, offline.
import path from 'node:path'
import { defineConfig } from 'prisma/config'

if (process.platform !== 'win32') process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'scripts', 'schema-engine.mjs')

export default defineConfig({
  schema: path.join('prisma', 'schema'),
  migrations: { path: path.join('prisma', 'migrations') },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unset:unset@127.0.0.1:1/unset' },
})
