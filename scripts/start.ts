// `npm start`: runs all of Farebox on this machine until Ctrl-C. `pnpm dev` is the same with reloading.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { loadEnvFile } from 'node:process'
import { parseArgs } from 'node:util'
import { repositoryRoot, stateFolder } from './repository.ts'
import { usualOrFreePorts } from './start/ports.ts'
import { say } from './start/progress.ts'
import { type Profile, startFarebox } from './start/start-farebox.ts'
import { stopOnSignals, undoing } from './start/stop-on-signals.ts'
import { summary } from './start/summary.ts'

const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } })
const ownSettings = path.join(repositoryRoot, '.env')
if (existsSync(ownSettings)) loadEnvFile(ownSettings)

const profile: Profile = {
  environmentName: 'development',
  folder: stateFolder,
  database: process.env.DATABASE_URL ? { url: process.env.DATABASE_URL } : { directory: path.join(stateFolder, 'postgres'), durable: true },
  choosePorts: () => usualOrFreePorts(say),
  hosts: 'one',
  reload: values.dev,
}

const { onStop, stop, isStopping } = undoing()
stopOnSignals(stop)
try {
  const farebox = await startFarebox(profile, onStop)
  console.log(summary(farebox.running))
  throw await farebox.failure
} catch (failure) {
  const asked = isStopping()
  if (!asked) console.error(`\n${failure instanceof Error ? failure.message : failure}`)
  await stop()
  process.exit(asked ? 0 : 1)
}
