// A developer creates a key. Who pays is part of the key: its users, or the organization itself.
import { issueApiKey } from '@farebox/auth/api-key'
import { type Database, type LimitPeriod, publicId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import type { Microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'

const LIVE_KEYS_MAX = 100

export type KeyBudget = { limitMicrocents: Microcents; limitPeriod: LimitPeriod }

/** Of each end user behind the key, as `X-Farebox-End-User` names them: so that nobody drains it for the others. */
export type EndUserBudget = { endUserLimitMicrocents: Microcents; endUserPeriod: LimitPeriod }

export type NewApiKey = AppInMode & {
  userId?: string | undefined
  name: string
  billingMode: 'user' | 'developer'
  /** Of a key that bills the organization: the most it may spend in a period. */
  budget?: KeyBudget | undefined
  endUserBudget?: EndUserBudget | undefined
  requestsPerMinute?: number | undefined
  expiresAt?: Date | undefined
  now: Date
}

export type CreatedApiKey = { id: string; secret: string; lastFour: string }

/** The secret is in this answer and nowhere else: only its hash is kept. */
export async function createApiKey(database: Database, request: NewApiKey): Promise<CreatedApiKey> {
  const { appId, organizationId, mode, userId, name, billingMode, budget, endUserBudget, requestsPerMinute, expiresAt, now } = request
  if ((budget || endUserBudget) && billingMode === 'user') {
    throw new AppError('invalid_request', { message: 'A budget is for keys that bill your organization.', param: 'budget' })
  }
  if (expiresAt && expiresAt <= now) throw new AppError('invalid_request', { message: 'A key expires in the future.', param: 'expiresAt' })

  const { secret, row } = issueApiKey({
    ...{ appId, organizationId, mode, billingMode, name },
    ...(userId && { createdBy: userId }),
    ...(requestsPerMinute && { requestsPerMinute }),
    ...(expiresAt && { expiresAt }),
  })
  await database.$transaction(async (transaction) => {
    const keys = await transaction.apiKey.count({ where: { appId, mode, revokedAt: null } })
    if (keys >= LIVE_KEYS_MAX)
      throw new AppError('invalid_request', { message: `An app has at most ${LIVE_KEYS_MAX} keys. Revoke some first.` })
    await transaction.apiKey.create({ data: { ...row, createdAt: now } })
    if (budget || endUserBudget) {
      const wallet = await transaction.wallet.findUnique({ where: { mode_organizationId: { mode, organizationId } } })
      assert(wallet, 'an organization has a wallet in each mode')
      await transaction.keyBudget.create({ data: { walletId: wallet.id, apiKeyId: row.id, ...budget, ...endUserBudget } })
    }
    const details = { name, mode, billingMode, app: publicId('app', appId) }
    await recordAudit(transaction, { userId, action: 'api_key.created', subject: publicId('apiKey', row.id), details, now })
  })
  return { id: row.id, secret, lastFour: row.lastFour }
}
