// `npm start`, `npm test` and `npm run demo` on a machine that has only Node and npm: brings pnpm, the packages and Node 24,
// then hands over to the script of that name. Plain JavaScript, because it has to run on Node 20.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const [task, ...parameters] = process.argv.slice(2)
const tasks = ['start', 'test', 'demo']
const startedAt = Date.now()

if (!tasks.includes(task)) giveUp(`Unknown task "${task}"; it is one of ${tasks.join(', ')}.`)
if (!isAtLeast(process.version, 20, 11)) giveUp(`Farebox needs Node 20.11 or newer to begin with; this is ${process.version}.`)
const environment = withUsableHome(process.env)
await installPackages()
handOver(newestNode())

function giveUp(sentence) {
  console.error(`\n${sentence}`)
  process.exit(1)
}

function isAtLeast(version, major, minor) {
  const [actualMajor = 0, actualMinor = 0] = version
    .replace('v', '')
    .split('.')
    .map((part) => Number.parseInt(part, 10))
  return actualMajor > major || (actualMajor === major && actualMinor >= minor)
}

/** npm, pnpm and Next all keep things under HOME; where it cannot be written, they get one inside the checkout. */
function withUsableHome(original) {
  try {
    accessSync(os.homedir(), constants.W_OK)
    return { ...original, HOME: os.homedir() }
  } catch {
    const home = path.join(root, '.farebox', 'home')
    mkdirSync(home, { recursive: true })
    return { ...original, HOME: home, npm_config_cache: path.join(home, '.npm') }
  }
}

async function installPackages() {
  const stampFile = path.join(root, 'node_modules', '.installed')
  const stamp = installStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const logFile = path.join(root, '.farebox', 'logs', 'install.log')
  mkdirSync(path.dirname(logFile), { recursive: true })

  const flags = ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--config.confirm-modules-purge=false']
  const status = await withHeartbeat(`Installing packages with ${packageManager}`, () => {
    const log = openSync(logFile, 'w')
    // npm hands its own settings down as npm_config_*; pnpm would take some of them for its own.
    return spawn('npx', ['--yes', packageManager, ...flags], { cwd: root, env: { ...environment, CI: '1' }, stdio: ['ignore', log, log] })
  })
  if (status !== 0) giveUp(`Installing failed (the whole log is ${logFile}):\n${readFileSync(logFile, 'utf8').slice(-3_000)}`)
  writeFileSync(stampFile, stamp)
}

function installStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.version} ${root}`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

function withHeartbeat(title, begin) {
  console.log(`${elapsed()}  ${title} …`)
  const heartbeat = setInterval(() => console.log(`${elapsed()}    still at it`), 10_000)
  const child = begin()
  return new Promise((resolve) => {
    child.once('error', (failure) => giveUp(`Could not run npx: ${failure.message}`))
    child.once('exit', (code) => {
      clearInterval(heartbeat)
      if (code === 0) console.log(`${elapsed()}  Packages installed`)
      resolve(code ?? 1)
    })
  })
}

function elapsed() {
  return `${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`
}

/** Linux gets Node 24 from npm with the packages; elsewhere the installed one must be new enough. */
function newestNode() {
  for (const program of [path.join(root, 'node_modules', '.bin', 'node'), process.execPath]) {
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
    if (status === 0 && isAtLeast(stdout.trim(), 22, 12)) return { program, version: stdout.trim() }
  }
  return giveUp(`On this machine Farebox needs Node 22.12 or newer; this is ${process.version}.`)
}

function handOver({ program, version }) {
  // Node runs TypeScript by itself since 22.18; before, when asked to.
  const options = isAtLeast(version, 22, 18) ? '' : '--experimental-strip-types --disable-warning=ExperimentalWarning'
  const child = spawn(program, [path.join(root, 'scripts', `${task}.ts`), ...parameters], {
    cwd: root,
    env: {
      ...environment,
      NODE_OPTIONS: [environment.NODE_OPTIONS, options].filter(Boolean).join(' '),
      FAREBOX_STARTED_AT: String(startedAt),
    },
    // The fourth is a channel that closes when we are killed: then the child knows that it is alone, and stops everything.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const watch = whenOrphaned(() => child.kill('SIGTERM'))
  child.once('exit', (code, signal) => {
    clearInterval(watch)
    process.exit(code ?? 128 + os.constants.signals[signal])
  })
}

/** npm that is killed takes nobody with it. So we look whether it is still there: it, and the shell it may have put between us. */
function whenOrphaned(act) {
  const isRunByNpm = process.env.npm_lifecycle_event !== undefined
  const shell = isRunByNpm && commandOf(process.ppid).includes('bootstrap.mjs') ? process.ppid : undefined
  const parent = process.ppid
  const npm = shell && parentOf(shell)
  const isOrphan = () => process.ppid !== parent || (shell !== undefined && parentOf(shell) !== npm)
  return setInterval(() => isRunByNpm && isOrphan() && act(), 500)
}

function parentOf(pid) {
  if (process.platform === 'linux') return Number.parseInt(/^PPid:\s*(\d+)/m.exec(readQuietly(`/proc/${pid}/status`))?.[1] ?? '', 10)
  return Number.parseInt(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '', 10)
}

function commandOf(pid) {
  if (process.platform === 'linux') return readQuietly(`/proc/${pid}/cmdline`)
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

function readQuietly(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // gone in this moment
  }
}
