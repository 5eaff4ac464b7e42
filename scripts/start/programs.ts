// The processes Farebox consists of, in the order they start; they stop in the reverse order, group by group.
import path from 'node:path'
import { repositoryRoot } from '../repository.ts'
import type { Program } from './child-process.ts'
import {
  consoleEnvironment,
  dashboardEnvironment,
  gatewayEnvironment,
  type Surroundings,
  standInsEnvironment,
  walletEnvironment,
  workerEnvironment,
} from './settings.ts'

/** Groups: each needs the ones before it to be there for as long as it runs. */
export function programGroups(surroundings: Surroundings, reload: boolean): Program[][] {
  const { ports } = surroundings
  const service = (name: string, entry: string, environment: Program['environment'], healthUrl: string): Program => ({
    name,
    program: process.execPath,
    parameters: reload ? ['--watch', '--watch-preserve-output', entry] : [entry],
    directory: repositoryRoot,
    environment,
    healthUrl,
  })
  const webApp = (name: 'dashboard' | 'wallet' | 'console', environment: Program['environment']): Program => ({
    name,
    program: process.execPath,
    parameters: ['node_modules/next/dist/bin/next', reload ? 'dev' : 'start', '--hostname', '127.0.0.1', '--port', String(ports[name])],
    directory: path.join(repositoryRoot, 'apps', name),
    environment,
    healthUrl: `http://127.0.0.1:${ports[name]}/`,
  })
  return [
    [service('stand-ins', 'packages/stand-ins/src/main.ts', standInsEnvironment(surroundings), `http://127.0.0.1:${ports.mailbox}/`)],
    [service('worker', 'apps/worker/src/main.ts', workerEnvironment(surroundings), `http://127.0.0.1:${ports.worker}/healthz`)],
    [
      service('gateway', 'apps/gateway/src/server.ts', gatewayEnvironment(surroundings), `http://127.0.0.1:${ports.gateway}/healthz`),
      webApp('dashboard', dashboardEnvironment(surroundings)),
      webApp('wallet', walletEnvironment(surroundings)),
      webApp('console', consoleEnvironment(surroundings)),
    ],
  ]
}
