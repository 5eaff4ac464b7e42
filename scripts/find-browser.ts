// The browser that the tests drive: the one you name, the one npm brought, one the machine has, or else Playwright's own.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { stateFolder } from './repository.ts'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Path of a Chromium, or nothing when Playwright should use the browser it downloaded. */
export async function findBrowser(chromiumPath: string | undefined): Promise<string | undefined> {
  if (chromiumPath) {
    if (!existsSync(chromiumPath)) throw new Error(`CHROMIUM_PATH names ${chromiumPath}, which does not exist.`)
    return chromiumPath
  }
  // A browser without windows: it needs half as long for the same journeys, and is the same on every such machine.
  const brought = process.platform === 'linux' && process.arch === 'x64' ? await unpackBrowser() : undefined
  return brought && starts(brought) ? brought : usualPlaces.find((place) => existsSync(place))
}

/** Not on a machine that lacks a library it needs. */
const starts = (browser: string) => spawnSync(browser, ['--version']).status === 0

/** It unpacks into the temporary folder; one of our own, since what another user of this machine unpacked there is not ours to run. */
async function unpackBrowser(): Promise<string> {
  const { TMPDIR } = process.env
  process.env.TMPDIR = path.join(stateFolder, 'browser')
  mkdirSync(process.env.TMPDIR, { recursive: true })
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    return await chromium.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}
