// Workers that are killed in the middle of their work, as a machine would be: SIGKILL, no last words.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { count, type SoakWorld } from './soak-world.ts'

const program = fileURLToPath(new URL('./doomed-worker.ts', import.meta.url))
const LOOK_MS = 2

/** Killed as soon as `hasBegun`. Whoever comes next goes on where it was. */
export async function killWorker(world: SoakWorld, work: 'run' | 'send', hasBegun: () => Promise<boolean>): Promise<void> {
  const { url, stripe, smtpUrl, now } = world
  const child = spawn(process.execPath, [program, work, url, stripe.url, smtpUrl, now().toISOString()], { stdio: 'ignore' })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (!isOver && !(await hasBegun())) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  child.kill('SIGKILL')
  const signal = await ended
  count(world, `worker: ${work} ${signal === 'SIGKILL' ? 'killed half way' : 'finished before it could be killed'}`)
}
