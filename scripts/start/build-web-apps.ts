// Builds the web apps; Turborepo's cache answers in a second when nothing they are made of has changed.
import path from 'node:path'
import { repositoryRoot, withOurNode } from '../repository.ts'
import { describeEnding, type RunningChild, startChild } from './child-process.ts'
import type { ProcessList } from './process-list.ts'
import type { Environment } from './settings.ts'

export async function buildWebApps(logFolder: string, list: ProcessList, onStarted: (child: RunningChild) => void): Promise<void> {
  const environment = { ...withOurNode(process.env), TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', CI: '1' } as Environment
  const program = {
    name: 'build',
    program: path.join(repositoryRoot, 'node_modules', '.bin', 'turbo'),
    parameters: ['run', 'build', '--output-logs=errors-only'],
    directory: repositoryRoot,
    environment,
    healthUrl: '',
  }
  const child = startChild(program, logFolder, list)
  onStarted(child)
  const ending = await child.ended
  if (ending.code !== 0) throw new Error(`Building the web apps failed (${describeEnding(ending)}):\n${child.lastWords()}`)
}
