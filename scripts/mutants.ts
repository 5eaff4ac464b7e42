// `pnpm mutants [promise …]`: breaks production code on purpose, one line at a time, and fails if a test does not notice.
// SQL functions are changed in a copy that the test database is made from; TypeScript is changed as it is loaded.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { mutants } from '../tooling/mutants/index.ts'
import { carries, type Mutant, mutantVariable, mutated, promiseVariable } from '../tooling/mutants/mutant.ts'
import { repositoryRoot, withOurNode } from './repository.ts'
import { say } from './start/progress.ts'

const run = promisify(execFile)
const report = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) })),
})
const wanted = process.argv.slice(2)
const chosen = mutants.filter(({ promise }) => wanted.length === 0 || wanted.includes(promise))
const folder = mkdtempSync(path.join(os.tmpdir(), 'farebox-mutants-'))
let survivors = 0

try {
  // One whose text has moved is told before anything is run.
  for (const mutant of chosen) environmentFor(mutant)
  await mustBeGreen([...new Set(chosen.map(({ test }) => test))])
  for (const mutant of chosen) await mustBeNoticed(mutant)
} finally {
  rmSync(folder, { recursive: true })
}
console.log(`${chosen.length - survivors} mutants noticed, ${survivors} survived`)
process.exitCode = survivors === 0 && chosen.length > 0 ? 0 : 1

/** In one run: starting one for each file would take longer than the tests. */
async function mustBeGreen(tests: readonly string[]): Promise<void> {
  const { red } = await outcome(tests, {})
  if (red.length > 0) throw new Error(`Red without any mutant: ${red.join('; ')}`)
  say(`green without mutants: ${tests.length} files`)
}

async function mustBeNoticed(mutant: Mutant): Promise<void> {
  const { red } = await outcome([mutant.test], { ...environmentFor(mutant), [promiseVariable]: mutant.promise })
  const noticed = red.filter((title) => carries(title, mutant.promise))
  if (noticed.length === 0) survivors += 1
  say(`${noticed.length > 0 ? '✓ noticed ' : '✗ SURVIVED'} ${mutant.promise.padEnd(4)} ${mutant.breaks}`)
}

function environmentFor(mutant: Mutant): Record<string, string> {
  const { file, find, replace } = mutant
  const changed = mutated(readFileSync(path.join(repositoryRoot, file), 'utf8'), mutant)
  if (!file.endsWith('.sql')) return { [mutantVariable]: JSON.stringify({ file, find, replace }) }
  const copy = path.join(folder, 'sql')
  rmSync(copy, { recursive: true, force: true })
  cpSync(path.dirname(path.join(repositoryRoot, file)), copy, { recursive: true })
  writeFileSync(path.join(copy, path.basename(file)), changed)
  return { FAREBOX_TEST_SQL_OVERRIDE: copy }
}

/** The titles of the tests of these files that fail. */
async function outcome(tests: readonly string[], environment: Record<string, string>): Promise<{ red: string[] }> {
  const file = path.join(folder, 'report.json')
  rmSync(file, { force: true })
  const parameters = ['run', ...tests, '--reporter=json', `--outputFile=${file}`, '--reporter=./tooling/mutants/stop-when-noticed.ts']
  const output = await run('vitest', parameters, { cwd: repositoryRoot, env: { ...withOurNode(process.env), ...environment } }).catch(
    (failure: { stdout?: string; stderr?: string }) => failure,
  )
  const { testResults } = report.parse(JSON.parse(readReport(file, output)))
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  if (all.length === 0) throw new Error(`${tests.join(', ')} did not run:\n${output.stderr}`)
  return { red: all.filter(({ status }) => status === 'failed').map(({ title }) => title) }
}

function readReport(file: string, output: { stdout?: string; stderr?: string }): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`The test run wrote no report:\n${output.stdout}\n${output.stderr}`, { cause })
  }
}
