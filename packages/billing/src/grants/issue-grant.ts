// A developer gives a user balance from the app's pool, from the dashboard or by `POST /v1/funding/grant`.
// The user need not exist: a first grant makes their unclaimed wallet, so that a welcome bonus is one call at sign-up.
import { createHash } from 'node:crypto'
import { type Database, type DatabaseTransaction, type GrantModel, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents, toDollars } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import { ensureExternalUser } from '../users/ensure-external-user.ts'
import { spendableNow } from './spendable-now.ts'
import { writeGrant } from './write-grant.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

export type GrantRequest = AppInMode & {
  /** The person who gives it; undefined where a program does. */
  userId?: string | undefined
  externalUserId: string
  amountMicrocents: Microcents
  description?: string | undefined
  expiresAt?: Date | undefined
  /** The caller's name for this request, and who calls. Without it, what is asked for is its name. */
  idempotency?: { credentialId: string; key: string } | undefined
  now: Date
}

export type IssuedGrant = {
  grantId: string
  /** Of the books; the grant's own id, spelled otherwise. */
  ledgerId: string
  externalUserId: string
  amountGranted: Microcents
  /** What this app could spend for the user before and after. Of a duplicate: as it was when the first was given. */
  balanceBefore: Microcents
  balanceAfter: Microcents
  /** True: asked for again within a day, nothing was given now. */
  duplicate: boolean
}

/** Throws `grant_pool_empty` (402) where the pool does not hold as much, `idempotency_mismatch` for a known key with other content. */
export async function issueGrant(database: Database, request: GrantRequest): Promise<IssuedGrant> {
  refuseWrong(request)
  const name = nameOf(request)
  return database.$transaction(async (transaction) => {
    // Two requests of one name go one after the other, so that the second finds what the first gave.
    await transaction.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))::text`
    const earlier = await findEarlier(transaction, name, request.now)
    if (earlier) return repeat(earlier, request)
    return give(transaction, request, name)
  })
}

async function give(transaction: DatabaseTransaction, request: GrantRequest, name: string): Promise<IssuedGrant> {
  const { appId, mode, externalUserId, amountMicrocents, description, expiresAt, userId, now } = request
  const { walletId, connectionId } = await ensureExternalUser(transaction, { ...request })
  await transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
  const balanceBefore = await spendableNow(transaction, { walletId, connectionId })

  const operationKey = `${name}:${dayOf(now)}`
  const terms = { appId, mode, walletId, externalUserId, amountMicrocents, balanceBefore, operationKey, description, expiresAt, now }
  const grant = await writeGrant(transaction, terms, new AppError('grant_pool_empty', { metadata: { charged: false } }))
  const details = { app: publicId('app', appId), externalUserId, amount: toDollars(amountMicrocents), mode }
  await recordAudit(transaction, { userId, action: 'grant.issued', subject: publicId('grant', grant.id), details, now })
  return answer(grant, false)
}

/** The first result again, if it was the same grant that was asked for. */
function repeat(earlier: GrantModel, { externalUserId, amountMicrocents, description, expiresAt }: GrantRequest): IssuedGrant {
  const isSame =
    earlier.externalUserId === externalUserId &&
    earlier.amountMicrocents === amountMicrocents &&
    earlier.description === (description ?? null) &&
    earlier.expiresAt?.getTime() === expiresAt?.getTime()
  if (!isSame)
    throw new AppError('idempotency_mismatch', { message: 'This Idempotency-Key was used for another grant. Nothing was granted.' })
  return answer(earlier, true)
}

function answer(grant: GrantModel, duplicate: boolean): IssuedGrant {
  const { id, transactionId, externalUserId, amountMicrocents, balanceBeforeMicrocents } = grant
  return {
    grantId: publicId('grant', id),
    ledgerId: publicId('transaction', transactionId),
    externalUserId,
    amountGranted: microcents(amountMicrocents),
    balanceBefore: microcents(balanceBeforeMicrocents),
    balanceAfter: microcents(balanceBeforeMicrocents + amountMicrocents),
    duplicate,
  }
}

/** A name holds for 24 hours, so a grant of that name was given today or yesterday: two exact questions. */
async function findEarlier(transaction: DatabaseTransaction, name: string, now: Date): Promise<GrantModel | undefined> {
  const since = new Date(now.getTime() - DAY_MS)
  const operationKeys = [`${name}:${dayOf(now)}`, `${name}:${dayOf(since)}`]
  const [latest] = await transaction.grant.findMany({
    where: { operationKey: { in: operationKeys } },
    orderBy: { createdAt: 'desc' },
    take: 1,
  })
  return latest && latest.createdAt > since ? latest : undefined
}

function nameOf({ appId, mode, externalUserId, amountMicrocents, description, idempotency }: GrantRequest): string {
  const said = idempotency
    ? ['key', idempotency.credentialId, idempotency.key]
    : ['body', externalUserId, String(amountMicrocents), description ?? null]
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex')
  return `grant:${appId}:${mode}:${hash}`
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

function refuseWrong({ amountMicrocents, expiresAt, description, now }: GrantRequest): void {
  if (amountMicrocents <= 0n) throw new AppError('invalid_request', { message: 'A grant is more than zero.', param: 'amount' })
  if (expiresAt && expiresAt <= now)
    throw new AppError('invalid_request', { message: 'A grant expires in the future.', param: 'expires_at' })
  if (description && description.length > 500) {
    throw new AppError('invalid_request', { message: 'A description has at most 500 characters.', param: 'description' })
  }
}
