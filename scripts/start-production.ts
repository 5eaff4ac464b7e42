// `pnpm start:production [program …]`: runs the built apps with the environment's own settings, on one machine, all or some of them.
// Settings are checked first; one message names every missing or wrong variable. Nothing is made up, migrated or stood in for.
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { repositoryRoot } from './repository.ts'

type Program = { name: string; folder: string; parameters: string[]; port: string; check: () => Promise<unknown> }

/** From within a web app's folder. */
const next = 'node_modules/next/dist/bin/next'
const listeningPort = (name: string, usual: number) => process.env[`${name}_PORT`] ?? process.env.PORT ?? String(usual)

const programs: Program[] = [
  {
    name: 'gateway',
    folder: 'apps/gateway',
    parameters: ['src/server.ts'],
    port: listeningPort('GATEWAY', 3003),
    check: async () => (await import('../apps/gateway/src/env.ts')).readGatewaySettings(),
  },
  {
    name: 'worker',
    folder: 'apps/worker',
    parameters: ['src/main.ts'],
    port: listeningPort('WORKER', 3008),
    check: async () => (await import('../apps/worker/src/env.ts')).readEnv(),
  },
  ...(['dashboard', 'wallet'] as const).map((name, place) => ({
    name,
    folder: `apps/${name}`,
    parameters: [next, 'start', '-p', listeningPort(name.toUpperCase(), 3000 + place), '-H', process.env.HOST ?? '127.0.0.1'],
    port: listeningPort(name.toUpperCase(), 3000 + place),
    check: async () => (await import(`../apps/${name}/src/env.ts`)).env(),
  })),
]

const names = process.argv.slice(2)
const chosen = names.length === 0 ? programs : programs.filter(({ name }) => names.includes(name))
const wrong = await wrongSettings(chosen)
if (wrong.length > 0) {
  console.error(`Farebox cannot start. Set these variables (see .env.example):\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
  process.exit(1)
}

const children = chosen.map(run)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAll(signal))

/** What every chosen program misses, each variable once. */
async function wrongSettings(selected: Program[]): Promise<string[]> {
  const lines = new Set<string>()
  if (process.env.FAREBOX_ENV !== 'production') lines.add('FAREBOX_ENV must be production')
  for (const { check } of selected) {
    await Promise.resolve()
      .then(check)
      .catch((failure: Error) => {
        for (const [, sentence = ''] of failure.message.matchAll(/^ {2}- (.+)$/gm)) lines.add(sentence)
        if (!failure.message.includes('  - ')) throw failure
      })
  }
  return [...lines]
}

function run({ name, folder, parameters, port }: Program): ChildProcess {
  const child = spawn(process.execPath, parameters, {
    cwd: path.join(repositoryRoot, folder),
    env: { ...process.env, PORT: port },
    stdio: 'inherit',
  })
  child.on('exit', (code) => {
    if (process.exitCode === undefined) {
      console.error(`${name} ended with ${code}.`)
      process.exitCode = code ?? 1
      stopAll('SIGTERM')
    }
  })
  return child
}

function stopAll(signal: NodeJS.Signals): void {
  process.exitCode ??= 0
  for (const child of children) child.kill(signal)
}
