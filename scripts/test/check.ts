// One check of the test run: a program that says yes or no, and how many tests it counted.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import { repositoryRoot, withOurNode } from '../repository.ts'
import { signalGroup } from '../start/process-list.ts'
import { say } from '../start/progress.ts'

export type Tally = { passed: number; failed: number }

export type Check = {
  title: string
  program: string
  parameters: string[]
  environment?: Record<string, string>
  /** Reads the tally from the report file the program wrote; without it the check counts as one. */
  report?: { file: string; tally: (report: unknown) => Tally }
}

const quiet = {
  TURBO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
}

export async function runCheck(check: Check, onStop: (undo: () => Promise<void>) => void): Promise<Tally> {
  say(`${check.title} …`)
  if (check.report) rmSync(check.report.file, { force: true })
  const began = Date.now()
  const code = await exitCode(check, onStop)
  const tally = tallyOf(check, code)
  say(
    `  ${code === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(1)} s: ${tally.passed} passed, ${tally.failed} failed`,
  )
  return tally
}

function exitCode({ program, parameters, environment }: Check, onStop: (undo: () => Promise<void>) => void): Promise<number> {
  const child = spawn(program, parameters, {
    cwd: repositoryRoot,
    env: { ...withOurNode(process.env), ...quiet, ...environment },
    detached: true, // Ctrl-C reaches us, and we stop it and whatever it started
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', (code) => resolve(code ?? 1))
  })
  onStop(async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) signalGroup(child.pid, 'SIGTERM')
    await ended
  })
  return ended
}

function tallyOf({ report }: Check, code: number): Tally {
  const counted = report && existsSync(report.file) ? report.tally(JSON.parse(readFileSync(report.file, 'utf8'))) : undefined
  const tally = counted ?? { passed: code === 0 ? 1 : 0, failed: 0 }
  // A program may fail although every test it counted passed: a broken import, a hook that threw.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })
const playwrightReport = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) })

export function vitestTally(report: unknown): Tally {
  const { numPassedTests, numFailedTests } = vitestReport.parse(report)
  return { passed: numPassedTests, failed: numFailedTests }
}

/** A flaky test passed once and failed once: it failed. */
export function playwrightTally(report: unknown): Tally {
  const { expected, unexpected, flaky } = playwrightReport.parse(report).stats
  return { passed: expected, failed: unexpected + flaky }
}

export const tidyTally = (report: unknown): Tally => z.object({ passed: z.number(), failed: z.number() }).parse(report)
