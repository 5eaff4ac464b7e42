// Whether Farebox has checked who runs an app; operators set the mark (docs/operations/checking-apps.md).
// The consent page says which it is, and an app nobody has checked is trusted with less.
import { type Database, type DatabaseTransaction, newId, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, parseDollars } from '@farebox/money'
import { recordDeed } from '../operators/record-deed.ts'

/** What a person may let any app spend in one period, and what they may let an app spend that nobody has checked. */
export const LIMIT_MOST = parseDollars('10000')
export const UNCHECKED_LIMIT_MOST = parseDollars('100')

export async function isVerified(database: DatabaseTransaction, appId: string): Promise<boolean> {
  return (await database.appVerification.findFirst({ where: { appId, withdrawnAt: null }, select: { id: true } })) !== null
}

/** Throws `invalid_request` for a limit that is more than this app may be given. */
export async function refuseLimitAbove(database: DatabaseTransaction, appId: string, limits: readonly (bigint | null)[]): Promise<void> {
  const highest = limits.reduce<Microcents | bigint>((most, limit) => (limit !== null && limit > most ? limit : most), 0n)
  if (highest > LIMIT_MOST) throw refused('A limit is between $0 and $10,000.')
  if (highest > UNCHECKED_LIMIT_MOST && !(await isVerified(database, appId)))
    throw refused('Farebox has not checked who runs this app, so its limit is at most $100.')
}

const refused = (message: string) => new AppError('invalid_request', { message, param: 'limit' })

type Turn = { appId: string; operator: { id: string }; isOn: boolean; reason: string; now: Date }

/** The reason says what was looked at. Withdrawing the mark changes no limit that stands; a higher one can no longer be chosen. */
export async function turnVerification(database: Database, { appId: publicAppId, operator, isOn, reason, now }: Turn): Promise<void> {
  const appId = parsePublicId(publicAppId, 'app')
  await database.$transaction(async (transaction) => {
    const app = appId && (await transaction.app.findUnique({ where: { id: appId } }))
    if (!app) throw new AppError('not_found', { message: 'There is no app with this id.' })
    await transaction.$queryRaw`select id from app where id = ${app.id}::uuid for no key update`
    if ((await isVerified(transaction, app.id)) === isOn) throw new AppError('switch_stands_already')
    const where = { appId: app.id, withdrawnAt: null }
    if (isOn)
      await transaction.appVerification.create({
        data: { id: newId(), appId: app.id, operatorId: operator.id, note: reason, verifiedAt: now },
      })
    else await transaction.appVerification.updateMany({ where, data: { withdrawnAt: now } })
    const subject = publicId('app', app.id)
    await recordDeed(transaction, {
      operator,
      action: isOn ? 'app.verified' : 'app.verification_withdrawn',
      subject,
      reason,
      details: {},
      now,
    })
  })
}
