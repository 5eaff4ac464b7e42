// Builds what the gateway serves as /v1.js, if its sources have changed since it was last built: half a second.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { repositoryRoot, withOurNode } from '../repository.ts'
import { contentStamp, unlessStamped } from './content-stamp.ts'

const room = path.join(repositoryRoot, 'packages', 'sdk')
const inRoom = (...names: string[]) => names.map((name) => path.join(room, name))

/** Also before tests: the gateway does not start without. */
export default async function buildBrowserSdk(): Promise<void> {
  const stampFile = path.join(room, 'dist', 'stamp')
  if (!existsSync(path.join(room, 'dist', 'v1', 'v1.json'))) rmSync(stampFile, { force: true })
  await unlessStamped(stampFile, contentStamp(inRoom('src', 'build.ts', 'package.json')), async () => {
    const { status, stderr } = spawnSync(process.execPath, [path.join(room, 'build.ts')], {
      encoding: 'utf8',
      env: withOurNode(process.env),
    })
    if (status !== 0) throw new Error(`Building the browser SDK failed:\n${stderr}`)
  })
}
