// The story of a start: database, web apps, processes, demo world, and the file that tells tools where it all is.
// `npm start` and the browser tests tell the same story, each with a profile of its own.
import path from 'node:path'
import { type Addresses, addressesOf } from './addresses.ts'
import buildBrowserSdk from './build-browser-sdk.ts'
import { buildWebApps } from './build-web-apps.ts'
import { furnishDemoWorld, writeCatalogue } from './demo-world.ts'
import type { Ports } from './ports.ts'
import { type DatabaseChoice, type PreparedDatabase, prepareDatabase } from './prepare-database.ts'
import { isStillRunning, ProcessList, stopLeftovers } from './process-list.ts'
import { programGroups } from './programs.ts'
import { say, step } from './progress.ts'
import { type Demo, type Running, removeRunning, writeRunning } from './running-file.ts'
import { readOrMakeSecrets } from './secrets.ts'
import { commonEnvironment, type Surroundings } from './settings.ts'
import { type Supervisor, supervise } from './supervisor.ts'

export type Profile = {
  environmentName: 'development' | 'test'
  /** Where logs, secrets and the list of processes live. */
  folder: string
  database: DatabaseChoice
  choosePorts: () => Promise<Ports>
  hosts: 'one' | 'separate'
  /** Processes that restart when their source changes, instead of built ones. */
  reload: boolean
}

export type Farebox = {
  running: Running
  /** Settles when a process ended that should not have. */
  failure: Promise<Error>
}

export class AlreadyRunning extends Error {}

/** `onStop` is handed each thing to undo as soon as there is one, so that a start can be broken off at any point. */
export async function startFarebox(profile: Profile, onStop: (undo: () => Promise<void>) => void): Promise<Farebox> {
  const list = await takeOver(path.join(profile.folder, 'processes.json'))
  onStop(async () => list.clear())
  const ports = await profile.choosePorts()
  const database = await prepareDatabase(profile.database, (postgres) => {
    list.add('postgres', postgres.pid)
    onStop(() => postgres.stop())
  })
  await step('Writing prices and packages', () => writeCatalogue(database.url))
  await step('Building the browser SDK', buildBrowserSdk)
  const logFolder = path.join(profile.folder, 'logs')
  if (!profile.reload) {
    await step('Building the web apps', () => buildWebApps(logFolder, list, (build) => onStop(() => build.stop())))
  }

  const surroundings = surroundingsOf(profile, ports, database)
  const { addresses } = surroundings
  const file = path.join(profile.folder, 'running.json')
  let demo: Demo | undefined
  const publish = () => demo && writeRunning(file, runningAs(addresses, database, supervisor, demo))
  const supervisor = supervise({
    logFolder,
    list,
    onRestart: (sentence) => {
      say(sentence)
      publish()
    },
  })
  onStop(() => supervisor.stop())
  onStop(async () => list.markStopping())
  await step('Starting the apps', () => startedOrFailed(supervisor, surroundings, profile.reload))

  const world = { databaseUrl: database.url, addresses, environment: commonEnvironment(surroundings) }
  demo = await step('Furnishing the demo world', () => furnishDemoWorld(world, keepingFolder(profile, database)))

  onStop(async () => removeRunning(file))
  publish()
  return { running: runningAs(addresses, database, supervisor, demo), failure: supervisor.failure }
}

/** Stops what a killed start left behind, and refuses to run twice at once. */
async function takeOver(listFile: string): Promise<ProcessList> {
  if (await isStillRunning(listFile))
    throw new AlreadyRunning('Farebox is already running from this folder. Stop it with Ctrl-C where it runs.')
  const stopped = await stopLeftovers(listFile)
  if (stopped.length > 0) say(`Stopped what an earlier start had left running: ${stopped.join(', ')}`)
  return new ProcessList(listFile)
}

function surroundingsOf(profile: Profile, ports: Ports, database: PreparedDatabase): Surroundings {
  return {
    environmentName: profile.environmentName,
    databaseUrl: database.url,
    addresses: addressesOf(ports, profile.hosts),
    ports,
    secrets: readOrMakeSecrets(path.join(profile.folder, 'secrets.json')),
    stripeStateFile: path.join(keepingFolder(profile, database), 'stripe-stand-in.json'),
  }
}

// What belongs to one database lives and goes with it.
const keepingFolder = (profile: Profile, database: PreparedDatabase) => database.postgres?.directory ?? profile.folder

async function startedOrFailed(supervisor: Supervisor, surroundings: Surroundings, reload: boolean): Promise<void> {
  const failed = supervisor.failure.then((failure) => {
    throw failure
  })
  await Promise.race([supervisor.start(programGroups(surroundings, reload)), failed])
}

function runningAs(addresses: Addresses, database: PreparedDatabase, supervisor: Supervisor, demo: Demo): Running {
  const { gateway, dashboard, wallet, stripe, models, mailbox } = addresses
  const console = addresses.console
  const pids: Record<string, number> = { starter: process.pid, ...supervisor.pids() }
  if (database.postgres) pids.postgres = database.postgres.pid
  return { gateway, dashboard, wallet, console, stripe, models, mailbox, databaseUrl: database.url, pids, demo }
}
