// Files in a folder, one folder per user, and a bill per user and day for what they keep.
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { InsufficientFundsError } from './farebox.mjs'

export const SERVICE = 'storage'
/** A tenth of a cent. */
export const PRICE = { cents: 1, per: 10, unit: 'megabyte_day' }
const DOLLARS_PER_MEGABYTE_DAY = 0.001
const MEGABYTE = 1_000_000

export async function openStore({ folder, farebox }) {
  await farebox.service(SERVICE, PRICE)
  const billed = new Set(await readdir(path.join(folder, '.billed')).catch(() => []))

  async function put(user, name, bytes) {
    const megabytes = megabytesOf((await bytesKept(user)) + bytes.length)
    // Who could not pay the first day of it does not get it stored.
    const { allowed, topup_url: topupUrl } = await farebox.allowed(user, megabytes * DOLLARS_PER_MEGABYTE_DAY)
    if (!allowed)
      throw new InsufficientFundsError({ detail: 'Your balance does not pay a day of this.', metadata: { topup_url: topupUrl } })
    await mkdir(folderOf(user), { recursive: true })
    await writeFile(fileOf(user, name), bytes)
  }

  /** Charges a day of everything a user keeps; once, however often it is asked. Answers the charge, or nothing where there is none. */
  async function billDay(user, day) {
    const key = `storage:${user}:${day}`
    const units = megabytesOf(await bytesKept(user))
    if (units === 0 || billed.has(key)) return undefined
    const charge = await farebox.charge({ service: SERVICE, user, units, key })
    await mkdir(path.join(folder, '.billed'), { recursive: true })
    await writeFile(path.join(folder, '.billed', key), charge.id)
    billed.add(key)
    return charge
  }

  async function bytesKept(user) {
    const names = await readdir(folderOf(user)).catch(() => [])
    const sizes = await Promise.all(names.map(async (name) => (await stat(fileOf(user, name))).size))
    return sizes.reduce((sum, size) => sum + size, 0)
  }

  const folderOf = (user) => path.join(folder, plain(user))
  const fileOf = (user, name) => path.join(folderOf(user), plain(name))
  return { put, billDay, get: (user, name) => readFile(fileOf(user, name)), remove: (user, name) => rm(fileOf(user, name)) }
}

/** A megabyte that is begun is kept. */
const megabytesOf = (bytes) => Math.ceil(bytes / MEGABYTE)

/** Names are names: no way out of the folder. */
function plain(name) {
  if (/^[A-Za-z0-9_@:-][A-Za-z0-9._@:-]{0,127}$/.test(name)) return name
  throw new Error('A name is letters, digits and . _ @ : -')
}
