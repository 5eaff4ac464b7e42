// A developer says which websites an app runs on: from there a browser may call, and a payment page may lead back there.
import { isLocalPage } from '@farebox/auth/redirect-uris'
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'

const ORIGINS_MAX = 20

/** Of one mode: a live website works in the sandbox too, one of the sandbox only there. The first live one is what users are shown. */
export async function setOrigins(
  database: Database,
  { appId, mode, userId, origins, now }: Pick<AppInMode, 'appId' | 'mode'> & { userId: string; origins: readonly string[]; now: Date },
): Promise<void> {
  if (origins.length > ORIGINS_MAX) throw refused(`An app runs on at most ${ORIGINS_MAX} websites.`)
  const after = [...new Set(origins.map(checked))]
  await database.$transaction(async (transaction) => {
    const [app] = await transaction.$queryRaw<{ origin: string | null }[]>`
      select origin from app where id = ${appId}::uuid for no key update`
    const known = await transaction.appOrigin.findMany({ where: { appId, mode }, orderBy: { origin: 'asc' } })
    const before = known.map(({ origin }) => origin)
    const website = mode === 'live' ? (after[0] ?? null) : (app?.origin ?? null)
    if (app?.origin === website && before.join(' ') === after.toSorted().join(' ')) return
    await transaction.appOrigin.deleteMany({ where: { appId, mode, origin: { notIn: after } } })
    // One that was the sandbox's becomes live; a live one stays it, whatever is said of the sandbox.
    if (mode === 'live') await transaction.appOrigin.deleteMany({ where: { appId, mode: 'sandbox', origin: { in: after } } })
    await transaction.appOrigin.createMany({ data: after.map((origin) => ({ appId, mode, origin })), skipDuplicates: true })
    await transaction.app.update({ where: { id: appId }, data: { origin: website } })
    const subject = publicId('app', appId)
    await recordAudit(transaction, { userId, action: 'app.origins_set', subject, details: { mode, before, after, website }, now })
  })
}

/** As a browser names a website in its requests, so that the two can be compared. */
function checked(given: string): string {
  const url = URL.parse(given)
  const isWebsite = url?.protocol === 'https:' || isLocalPage(given)
  if (url && isWebsite && url.username === '' && url.pathname === '/' && !url.search && !url.hash && given.length <= 200) return url.origin
  throw refused(`“${given.slice(0, 80)}” is not a website’s address, such as https://your.app: https, and nothing behind the name.`)
}

const refused = (message: string) => new AppError('invalid_request', { message, param: 'origins' })
