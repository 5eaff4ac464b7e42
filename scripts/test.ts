// `npm test`: everything in one run, from types to browser journeys, on free ports and a database of its own.
// Stops at the first check that fails. Its last line is the sum: `N passed, N failed`.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { clearAbandonedServers } from '@farebox/db/postgres'
import { findBrowser } from './find-browser.ts'
import { stateFolder } from './repository.ts'
import { freePorts } from './start/ports.ts'
import { generateClientIfStale } from './start/prepare-database.ts'
import { type Profile, startFarebox } from './start/start-farebox.ts'
import { stopOnSignals, undoing } from './start/stop-on-signals.ts'
import { type Check, playwrightTally, runCheck, type Tally, tidyTally, vitestTally } from './test/check.ts'

const folder = path.join(stateFolder, 'test')
const reportFile = (name: string) => path.join(folder, `${name}.json`)
const againstRunning = { FAREBOX_RUNNING: path.join(folder, 'running.json') }
const browserEnvironment = { ...againstRunning, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('playwright') }

const checksOfSource: Check[] = [
  { title: 'Types of packages and apps', program: 'turbo', parameters: ['run', 'typecheck', '--output-logs=errors-only'] },
  { title: 'Types of scripts', program: 'tsc', parameters: ['--noEmit'] },
  { title: 'Format and lint', program: 'biome', parameters: ['check', '.'] },
  {
    title: 'House rules (tidy)',
    program: process.execPath,
    parameters: ['tooling/tidy/tidy.ts', '--report', reportFile('tidy')],
    report: { file: reportFile('tidy'), tally: tidyTally },
  },
  { title: 'Nothing unused', program: 'knip', parameters: ['--no-config-hints'] },
  {
    title: 'Unit and integration tests',
    program: 'vitest',
    parameters: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile('vitest')}`],
    report: { file: reportFile('vitest'), tally: vitestTally },
  },
]

const examples: Check = {
  title: 'Examples and guides',
  program: 'vitest',
  parameters: [
    ...['run', '--config', 'vitest.examples.config.ts'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile('examples')}`],
  ],
  environment: againstRunning,
  report: { file: reportFile('examples'), tally: vitestTally },
}

const profile: Profile = {
  environmentName: 'test',
  folder,
  database: { durable: false },
  choosePorts: freePorts,
  hosts: 'separate',
  reload: false,
}

const { onStop, stop, isStopping } = undoing()
stopOnSignals(stop)
onStop(clearAbandonedServers) // last of all: the database of a test run that was broken off
const total: Tally = { passed: 0, failed: 0 }

try {
  mkdirSync(folder, { recursive: true })
  await generateClientIfStale()
  for (const check of checksOfSource) await mustPass(check)
  await startFarebox(profile, onStop)
  await mustPass(examples)
  await mustPass(await browserJourneys())
} catch (failure) {
  if (total.failed === 0) total.failed = 1
  if (!isStopping()) console.error(`\n${failure instanceof Error ? failure.message : failure}`)
}
await stop()
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

async function mustPass(check: Check): Promise<void> {
  const { passed, failed } = await runCheck(check, onStop)
  total.passed += passed
  total.failed += failed
  if (failed > 0) throw new Error(`${check.title}: failed.`)
}

async function browserJourneys(): Promise<Check> {
  const browser = await findBrowser(process.env.CHROMIUM_PATH)
  return {
    title: 'Browser journeys',
    program: 'playwright',
    parameters: ['test'],
    environment: { ...browserEnvironment, ...(browser ? { CHROMIUM_PATH: browser } : {}) },
    report: { file: reportFile('playwright'), tally: playwrightTally },
  }
}
