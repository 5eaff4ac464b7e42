#!/usr/bin/env node
// Answers for Prisma's native `schema-engine`, which would have to be downloaded: same command line, same JSON-RPC over stdio.
// The answers come from Prisma's own WebAssembly build of that engine, over the `pg` driver. Upgrade it together with `prisma`.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

const flags = process.argv.slice(2)
const unsetUrl = 'postgresql://unset:unset@127.0.0.1:1/unset'
const datasource = JSON.parse(flagValues('--datasource')[0] ?? '{}')

function flagValues(name) {
  return flags.flatMap((flag, position) => (flag === name ? [flags[position + 1]] : []))
}

async function printVersion() {
  const { version } = await loadWebAssembly()
  console.log(`schema-engine-cli ${version()}`)
}

async function loadWebAssembly() {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bindings = await import(entry)
  const module = new WebAssembly.Module(readFileSync(entry.replace(/\.js$/, '.wasm')))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  return bindings
}

// --- one command and out: `schema-engine cli can-connect-to-database` ---

async function answerCommand(command) {
  try {
    if (command === 'can-connect-to-database') await withClient(connectionOf(datasource.url), (client) => client.query('select 1'))
    else if (command === 'create-database') await createDatabase(datasource.url)
    else throw new Error(`Unknown command ${command}`)
  } catch (failure) {
    process.stderr.write(`\n${JSON.stringify(logLine(failure))}\n`)
    process.exitCode = 1
  }
}

const prismaCodes = { '3D000': 'P1003', '28P01': 'P1000', 28000: 'P1000', ECONNREFUSED: 'P1001' }

function logLine(failure) {
  const code = prismaCodes[failure.code] ?? 'P1011'
  const sentences = {
    P1003: () => `Database \`${databaseNameOf(datasource.url)}\` does not exist`,
    P1001: () => `Can't reach database server at \`${new URL(datasource.url).host}\``,
  }
  const message = sentences[code]?.() ?? failure.message
  const fields = { message, error_code: code, is_panic: false }
  return { timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' }
}

// --- requests and answers, one JSON line each, until the input ends ---

let nextPrintId = 1
const unansweredPrints = new Map()
let startedEngine

function answerRequests() {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => line.trim() && answerLine(JSON.parse(line)))
  lines.on('close', () => process.exit(0))
}

async function answerLine({ id, method, params }) {
  if (method === undefined) {
    unansweredPrints.get(id)?.()
    unansweredPrints.delete(id)
    return
  }
  const answer = await perform(method, params).then((result) => ({ result }), errorAnswer)
  send({ id, ...answer })
}

function errorAnswer(failure) {
  const data = {
    is_panic: false,
    message: failure?.meta?.message ?? String(failure?.message ?? failure),
    error_code: failure?.code ?? null,
    meta: failure?.meta ?? null,
  }
  return { error: { code: 4466, message: 'An error happened. Check the data field for details.', data } }
}

async function perform(method, params) {
  if (method === 'createDatabase') {
    const url = params.datasource.url ?? datasource.url
    await createDatabase(url)
    return { databaseName: databaseNameOf(url) }
  }
  startedEngine ??= startEngine()
  const engine = await startedEngine
  // Two methods have another name or a side effect in the WebAssembly build; the rest are the same.
  if (method === 'getDatabaseVersion') return engine.version(params)
  if (method === 'diff') return printed(await engine.diff(params))
  if (typeof engine[method] !== 'function') throw new Error(`The schema engine has no method ${method}`)
  return (await engine[method](params)) ?? {}
}

async function printed({ exitCode, stdout }) {
  if (stdout != null) await print(stdout)
  return { exitCode, stdout }
}

function print(content) {
  const id = nextPrintId++
  return new Promise((resolve) => {
    unansweredPrints.set(id, resolve)
    send({ id, method: 'print', params: { content } })
  })
}

function send(answer) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...answer })}\n`)
}

async function startEngine() {
  const bindings = await loadWebAssembly()
  const datamodels = flagValues('--datamodels').map((file) => [file, readFileSync(file, 'utf8')])
  const log = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`)
  const adapters = bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => openAdapter(connectionOf(datasource.url), schemaOf(datasource.url)),
    connectToShadowDb: openShadowDatabase,
  })
  return bindings.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, log, adapters)
}

// --- databases ---

async function openShadowDatabase() {
  const { url, shadowDatabaseUrl } = datasource
  if (shadowDatabaseUrl) return openAdapter(connectionOf(shadowDatabaseUrl), schemaOf(shadowDatabaseUrl))
  const name = `prisma_migrate_shadow_db_${randomUUID()}`
  await withClient(adminConnectionOf(url), (client) => client.query(`CREATE DATABASE "${name}"`))
  const drop = () => withClient(adminConnectionOf(url), (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))
  return openAdapter({ ...connectionOf(url), database: name }, schemaOf(url), drop)
}

function createDatabase(url) {
  return withClient(adminConnectionOf(url), (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(databaseNameOf(url))}`))
}

async function withClient(connection, work) {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

// Spelled out rather than handed on as a connection string, which in `pg` would overrule the name of a shadow database.
function connectionOf(url = unsetUrl) {
  const { hostname, port, username, password, searchParams } = new URL(url)
  const encryption = searchParams.get('sslmode') ?? 'disable'
  const encrypted = ['require', 'verify-ca', 'verify-full'].includes(encryption)
  return {
    host: searchParams.get('host') ?? decodeURIComponent(hostname),
    port: Number.parseInt(port || '5432', 10),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: databaseNameOf(url),
    ssl: encrypted ? { rejectUnauthorized: encryption !== 'require' } : undefined,
    options: searchParams.has('schema') ? `-c search_path="${searchParams.get('schema')}"` : undefined,
  }
}

function adminConnectionOf(url) {
  return { ...connectionOf(url), database: 'postgres', options: undefined }
}

function databaseNameOf(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres'
}

function schemaOf(url = unsetUrl) {
  return new URL(url).searchParams.get('schema') ?? 'public'
}

// --- PrismaPg as shipped cannot drive migrations: it has no type for PostgreSQL's internal "char", and it splits scripts on every
// `;`, which breaks function bodies. So "char" columns travel as marked text, and scripts go to the driver whole. ---

const charType = 18
const textType = 25
const charMark = '\0char:'

async function openAdapter(connection, schema, afterClose) {
  const pool = new pg.Pool({ ...connection, max: 3 })
  const adapter = await new PrismaPg(pool, { schema }).connect()
  const startTransaction = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) => withCharColumns(await startTransaction(isolationLevel))
  adapter.executeScript = (script) =>
    pool.query(script).then(
      () => undefined,
      (failure) => adapter.onError(failure),
    )
  adapter.dispose = async () => {
    await pool.end()
    await afterClose?.()
  }
  return withCharColumns(adapter)
}

function withCharColumns(queryable) {
  const performIO = queryable.performIO.bind(queryable)
  const queryRaw = queryable.queryRaw.bind(queryable)
  queryable.performIO = async (query) => {
    const answer = await performIO(query)
    for (const field of answer.fields ?? []) {
      if (field.dataTypeID === charType) Object.assign(field, { dataTypeID: textType, name: charMark + field.name })
    }
    return answer
  }
  queryable.queryRaw = async (query) => {
    const answer = await queryRaw(query)
    const isChar = answer.columnNames.map((name) => name.startsWith(charMark))
    answer.columnTypes = answer.columnTypes.map((type, column) => (isChar[column] ? ColumnTypeEnum.Character : type))
    answer.columnNames = answer.columnNames.map((name, column) => (isChar[column] ? name.slice(charMark.length) : name))
    return answer
  }
  return queryable
}

if (flags.includes('--version')) await printVersion()
else if (flags.includes('cli')) await answerCommand(flags[flags.indexOf('cli') + 1])
else answerRequests()
