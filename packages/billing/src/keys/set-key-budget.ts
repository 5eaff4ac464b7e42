// A developer changes what a key may spend of the organization's balance in a period, and what each end user behind it may.
import { type Database, parsePublicId, publicId } from '@farebox/db'
import { AppError, assert } from '@farebox/errors'
import type { AppInMode } from '../organizations/member-of.ts'
import { recordAudit } from '../organizations/record-audit.ts'
import type { EndUserBudget, KeyBudget } from './create-api-key.ts'

export type NewKeyBudget = AppInMode & {
  apiKeyId: string
  budget: KeyBudget | null
  /** Not given, it stays. */
  endUserBudget?: EndUserBudget | null | undefined
  userId: string
  now: Date
}

/** `null` takes a limit away. What is spent of the running period still counts; calls under way finish. */
export async function setKeyBudget(database: Database, asked: NewKeyBudget): Promise<void> {
  const { appId, organizationId, mode, apiKeyId, budget, endUserBudget, userId, now } = asked
  const id = parsePublicId(apiKeyId, 'apiKey')
  const key = id && (await database.apiKey.findFirst({ where: { id, appId, mode } }))
  if (!key) throw new AppError('not_found', { message: 'This app has no such key.' })
  if (key.billingMode === 'user') throw new AppError('invalid_request', { message: 'A budget is for keys that bill your organization.' })

  const wallet = await database.wallet.findUnique({ where: { mode_organizationId: { mode, organizationId } } })
  assert(wallet, 'an organization has a wallet in each mode')
  const forEach = endUserBudget === undefined ? {} : (endUserBudget ?? { endUserLimitMicrocents: null })
  const terms = { ...(budget ?? { limitMicrocents: null }), ...forEach }
  await database.$transaction(async (transaction) => {
    // The wallet's lock first, as in every hold: no call is decided half by the old budget.
    await transaction.$queryRaw`select id from wallet where id = ${wallet.id}::uuid for no key update`
    await transaction.keyBudget.upsert({
      where: { walletId_apiKeyId: { walletId: wallet.id, apiKeyId: key.id } },
      create: { walletId: wallet.id, apiKeyId: key.id, ...terms },
      update: terms,
    })
    const details = {
      ...{ limitMicrocents: budget ? String(budget.limitMicrocents) : null, period: budget?.limitPeriod ?? null },
      ...(endUserBudget !== undefined && {
        endUserLimitMicrocents: endUserBudget ? String(endUserBudget.endUserLimitMicrocents) : null,
        endUserPeriod: endUserBudget?.endUserPeriod ?? null,
      }),
    }
    await recordAudit(transaction, { userId, action: 'api_key.budget_set', subject: publicId('apiKey', key.id), details, now })
  })
}
