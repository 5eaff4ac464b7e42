// A visitor starts without an account: a wallet that holds one grant from the app's pool, and a secret by which their browser is known
// again. Making new guests makes no new money: what all of one day are given together is counted, and never above the app's cap.
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { issueGuestToken } from '@farebox/auth/guest-token'
import { networkOf } from '@farebox/auth/network-of'
import { type Database, type DatabaseTransaction, type GuestModel, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, ZERO } from '@farebox/money'
import { writeGrant } from '../grants/write-grant.ts'
import type { AppInMode } from '../organizations/member-of.ts'
import { type GuestRule, ruleInForce, utcDay } from './guest-rule.ts'
import type { Turns } from './turns.ts'

const DAY_MS = 86_400_000

export type GuestDesk = {
  database: Database
  /** What network addresses are hashed with. */
  networkKey: Buffer
  turns: Turns
}

export type GuestVisit = Pick<AppInMode, 'appId' | 'mode'> & {
  /** The website the visitor is on; null where the app's own server asks. */
  origin: string | null
  /** Undefined: not known, so only the day's cap counts. */
  networkAddress: string | undefined
  now: Date
}

export type GuestAccess = {
  walletId: string
  connectionId: string
  externalUserId: string
  token: string
  tokenExpiresAt: Date
  guestExpiresAt: Date
  models: string[]
}

export type StartedGuest = GuestAccess & { secret: string; granted: Microcents }

/** Throws `guests_not_allowed`, `guest_pool_spent`, `rate_limit_exceeded`: then nothing was given, and nothing is left behind. */
export async function startGuest(desk: GuestDesk, visit: GuestVisit): Promise<StartedGuest> {
  const ruleOfToday = async () => {
    const { rule, isSpent } = await ruleInForce(desk.database, visit)
    if (isSpent) throw poolSpent()
    return rule
  }
  // Asked before waiting, so that on a day that is used up nobody waits for anybody; and again when it is one's turn.
  await ruleOfToday()
  return desk.turns.take(`${visit.mode} ${visit.appId}`, async () => admit(desk, visit, await ruleOfToday()))
}

function admit({ database, networkKey }: GuestDesk, visit: GuestVisit, rule: GuestRule): Promise<StartedGuest> {
  const { appId, mode, origin, now } = visit
  const secret = `gs-farebox-${randomBytes(32).toString('base64url')}`
  return database.$transaction(async (transaction) => {
    // The day's row is locked first: whoever comes now waits, and sees what was given meanwhile.
    await takeFromDay(transaction, visit, rule)
    const networkHash = networkHashOf(networkKey, visit)
    await refuseManyFromNetwork(transaction, visit, rule, networkHash)
    const guest = await writeGuest(transaction, {
      ...{ appId, mode, origin, networkHash, secretHash: secretHashOf(secret), day: utcDay(now), createdAt: now },
      ...idsOfGuest(now),
      expiresAt: new Date(now.getTime() + rule.lastsDays * DAY_MS),
    })
    const { walletId, connectionId, externalUserId, expiresAt } = guest
    await transaction.connection.update({ where: { walletId_id: { walletId, id: connectionId } }, data: { models: rule.models } })
    await writeGrant(
      transaction,
      {
        ...{ appId, mode, walletId, externalUserId, amountMicrocents: rule.amount, balanceBefore: ZERO },
        ...{ operationKey: `guest:${walletId}`, description: 'A visit without an account', expiresAt, now },
      },
      poolSpent(),
    )
    return { ...(await accessOf(transaction, guest, now)), models: rule.models, secret, granted: rule.amount }
  })
}

/** The same visitor again: the same guest with a fresh token, and no second grant. Throws `guest_ended`, `guest_converted`. */
export async function returningGuest({ database }: GuestDesk, { secret, ...visit }: GuestVisit & { secret: string }): Promise<GuestAccess> {
  const { appId, mode, origin, now } = visit
  await ruleInForce(database, visit)
  const guest = await findGuest(database, { appId, mode, secret })
  if (!guest || guest.expiresAt <= now) throw new AppError('guest_ended')
  if (guest.origin !== origin) throw new AppError('origin_not_allowed')
  if (await database.walletClaim.findUnique({ where: { walletId: guest.walletId } })) throw new AppError('guest_converted')
  const { walletId, connectionId } = guest
  const connection = await database.connection.findUniqueOrThrow({ where: { walletId_id: { walletId, id: connectionId } } })
  if (connection.status === 'revoked') throw new AppError('guest_ended')
  return { ...(await accessOf(database, guest, now)), models: connection.models }
}

export function findGuest(
  database: DatabaseTransaction,
  { appId, mode, secret }: Pick<AppInMode, 'appId' | 'mode'> & { secret: string },
): Promise<GuestModel | null> {
  return database.guest.findUnique({ where: { secretHash: secretHashOf(secret), appId, mode } })
}

async function accessOf(database: DatabaseTransaction, guest: GuestModel, now: Date): Promise<Omit<GuestAccess, 'models'>> {
  const { walletId, connectionId, externalUserId, appId, mode, origin, expiresAt: guestExpiresAt } = guest
  const token = await issueGuestToken(
    database,
    { appId, mode, walletId, connectionId, externalUserId, origin, expiresAt: guestExpiresAt },
    now,
  )
  return { walletId, connectionId, externalUserId, token: token.token, tokenExpiresAt: token.expiresAt, guestExpiresAt }
}

async function takeFromDay(transaction: DatabaseTransaction, { appId, mode, now }: GuestVisit, { amount, dailyCap }: GuestRule) {
  const taken = await transaction.$queryRaw<unknown[]>`
    insert into guest_day (app_id, mode, day, issued_microcents, guests)
    values (${appId}::uuid, ${mode}::mode, ${utcDay(now)}::date, ${amount}, 1)
    on conflict (app_id, mode, day) do update
      set issued_microcents = guest_day.issued_microcents + excluded.issued_microcents, guests = guest_day.guests + 1
      where guest_day.issued_microcents + excluded.issued_microcents <= ${dailyCap}
    returning 1`
  if (taken.length === 0) throw poolSpent()
}

/** Under the day's lock, so that visitors who come at the same moment are counted one after the other. */
async function refuseManyFromNetwork(
  transaction: DatabaseTransaction,
  { appId, mode, now }: GuestVisit,
  { perAddressPerDay }: GuestRule,
  networkHash: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  if (networkHash === null) return
  const day = utcDay(now)
  const known = await transaction.guest.count({ where: { appId, mode, day, networkHash } })
  if (known < perAddressPerDay) return
  throw new AppError('rate_limit_exceeded', {
    message: 'This network address has started as many visits without an account as it may today. Sign in to continue.',
    metadata: { bucket: 'network address', retry_after: Math.ceil((day.getTime() + DAY_MS - now.getTime()) / 1_000) },
  })
}

async function writeGuest(transaction: DatabaseTransaction, guest: GuestModel): Promise<GuestModel> {
  const { walletId, connectionId, appId, mode, externalUserId, createdAt, expiresAt } = guest
  await transaction.wallet.create({ data: { id: walletId, mode, kind: 'guest', createdAt } })
  // The grant is all it may spend: a limit counts a user's own money, and of that there is none.
  await transaction.connection.create({
    data: { walletId, id: connectionId, mode, appId, markupBpsAccepted: 0, earnsMarkup: false, limitMicrocents: 0n, expiresAt, createdAt },
  })
  await transaction.externalUser.create({ data: { appId, mode, externalUserId, walletId, connectionId, createdAt } })
  return transaction.guest.create({ data: guest })
}

function idsOfGuest(now: Date) {
  const walletId = newId(now.getTime())
  return { walletId, connectionId: newId(now.getTime()), externalUserId: publicId('guest', walletId) }
}

function networkHashOf(key: Buffer, { appId, networkAddress, now }: GuestVisit): Uint8Array<ArrayBuffer> | null {
  if (networkAddress === undefined) return null
  const name = `${appId} ${utcDay(now).toISOString()} ${networkOf(networkAddress)}`
  return new Uint8Array(createHmac('sha256', key).update(name).digest())
}

const secretHashOf = (secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(`guest-secret:${secret}`).digest())

const poolSpent = () => new AppError('guest_pool_spent', { metadata: { charged: false } })
