// What an example or a guide needs to run as a stranger would run it: an app with its keys, a user with money that was really
// paid, and a way to start a program with the two things a reader replaces, the host and the key.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { makeApp, makeKey, makeRider, type WorldApp } from '../../packages/billing/src/testing/world.ts'
import { connectDatabase, type Database } from '../../packages/db/src/index.ts'
import '../../scripts/start/localhost-names.mjs'
import { running } from '../env.ts'
import { developerPaysIn, walletBuys } from '../pay-at-stripe.ts'

export const repositoryRoot = path.resolve(import.meta.dirname, '../..')

export type ExampleWorld = {
  database: Database
  app: WorldApp
  /** What a program reads instead of the host and the keys printed in a text. */
  environment: { FAREBOX_URL: string; FAREBOX_API_KEY: string; FAREBOX_DEVELOPER_KEY: string }
  api: <Answer>(method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>
  /** A person with a wallet of their own, who connected the app: it knows them by this id. */
  aPerson: (externalUserId: string) => Promise<{ walletId: string }>
  /** They buy a package at Stripe, as people do. Answers when the money is there. */
  buys: (person: { walletId: string }, packageName: 'starter' | 'basic' | 'plus' | 'pro') => Promise<void>
  /** The developer pays in, in the same way: to give grants from, or to be billed. */
  developerPaysIn: (to: 'grant_pool' | 'organization_topup', creditDollars: string) => Promise<void>
  stop: () => Promise<void>
}

export async function exampleWorld({ markupBps = 1_500 } = {}): Promise<ExampleWorld> {
  const database = connectDatabase(running.databaseUrl, { connectionsMax: 2 })
  const app = await makeApp(database, { name: 'Example', markupBps })
  const [user, developer] = [await makeKey(database, app), await makeKey(database, app, { billingMode: 'developer' })]
  const environment = { FAREBOX_URL: running.gateway, FAREBOX_API_KEY: user.secret, FAREBOX_DEVELOPER_KEY: developer.secret }

  const api: ExampleWorld['api'] = async (method, address, body, headers = {}) => {
    const response = await fetch(`${running.gateway}${address}`, {
      method,
      headers: { authorization: `Bearer ${user.secret}`, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    return response.json()
  }

  const aPerson = async (externalUserId: string) => ({ walletId: await makeRider(database, [app], externalUserId) })

  async function buys({ walletId }: { walletId: string }, packageName: string): Promise<void> {
    await walletBuys(database, walletId, packageName)
  }

  const paysIn: ExampleWorld['developerPaysIn'] = (kind, creditDollars) => developerPaysIn(database, app, { kind, creditDollars })

  return { database, app, environment, api, aPerson, buys, developerPaysIn: paysIn, stop: () => database.$disconnect() }
}

const localhostNames = path.join(repositoryRoot, 'scripts/start/localhost-names.mjs')

/** The surroundings of whoever reads: Node, the commands a guide uses, and hosts that a test run names `api.localhost`. */
export function readersMachine(environment: Record<string, string>): Record<string, string> {
  const commands = path.join(import.meta.dirname, 'commands')
  const found = [commands, path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter)
  return { PATH: found, NODE_OPTIONS: `--import=${localhostNames}`, ...environment }
}

export type Ran = { code: number; stdout: string; stderr: string }

/** Runs a file of the repository with Node, as its reader would. */
export async function runFile(file: string, environment: Record<string, string>, parameters: readonly string[] = []): Promise<Ran> {
  let [stdout, stderr] = ['', '']
  const program = execFile(process.execPath, [file, ...parameters], {
    cwd: repositoryRoot,
    env: readersMachine(environment),
    timeout: 60_000,
  })
  program.stdout?.on('data', (text) => {
    stdout += text
  })
  program.stderr?.on('data', (text) => {
    stderr += text
  })
  const [code] = await once(program, 'close')
  return { code: code ?? 1, stdout, stderr }
}
