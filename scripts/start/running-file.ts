// .farebox/running.json: where a running Farebox can be reached and as whom, for tools, examples and the README's curl.
// Development only; it holds the demo keys, so only its owner can read it, and it goes when Farebox stops.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { stateFolder } from '../repository.ts'
import { writePrivateFile } from './private-file.ts'

export const demo = z.object({
  apiKey: z.string(),
  sandboxApiKey: z.string(),
  /** Names the app in a browser; with practice money, from any page on localhost. */
  sandboxPublishableKey: z.string(),
  developerApiKey: z.string(),
  /** Bills the organization too, at most a cent a day for each end user. */
  freemiumApiKey: z.string(),
  secondApiKey: z.string(),
  externalUserId: z.string(),
  model: z.string(),
})

const running = z.object({
  gateway: z.string(),
  dashboard: z.string(),
  wallet: z.string(),
  console: z.string(),
  stripe: z.string(),
  models: z.string(),
  mailbox: z.string(),
  databaseUrl: z.string(),
  pids: z.record(z.string(), z.number()),
  demo,
})

export type Demo = z.infer<typeof demo>
export type Running = z.infer<typeof running>

export const runningFile = path.join(stateFolder, 'running.json')

export const writeRunning = (file: string, contents: Running) => writePrivateFile(file, JSON.stringify(running.parse(contents), null, 2))
export const removeRunning = (file: string) => rmSync(file, { force: true })

/** The one of `npm start`, or the one that FAREBOX_RUNNING names. */
export function readRunning(file: string = process.env.FAREBOX_RUNNING ?? runningFile): Running {
  if (!existsSync(file)) throw new Error('Farebox is not running: start it with `npm start` in another terminal.')
  return running.parse(JSON.parse(readFileSync(file, 'utf8')))
}
