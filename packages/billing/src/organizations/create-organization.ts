// A developer founds an organization: it owns apps, and pays from a balance of its own, one live and one in the sandbox.
import { type Database, type DatabaseTransaction, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { post, sandboxWalletFunded } from '@farebox/ledger'
import { MICROCENTS_PER_DOLLAR, microcents } from '@farebox/money'
import { recordAudit } from './record-audit.ts'

/** What every sandbox wallet starts with. */
export const SANDBOX_START = microcents(100n * MICROCENTS_PER_DOLLAR)

const ORGANIZATIONS_MAX = 20

export type NewOrganization = { userId: string; name: string; now: Date }

/** The first member is its owner. Throws `invalid_request` where the person already founded as many as anyone needs. */
export async function createOrganization(
  database: Database,
  { userId, name, now }: NewOrganization,
): Promise<{ id: string; name: string }> {
  const owned = await database.membership.count({ where: { userId, role: 'owner' } })
  if (owned >= ORGANIZATIONS_MAX) throw new AppError('invalid_request', { message: `You already own ${ORGANIZATIONS_MAX} organizations.` })

  const id = newId(now.getTime())
  await database.$transaction(async (transaction) => {
    await foundOrganization(transaction, { id, name, now })
    await transaction.membership.create({ data: { organizationId: id, userId, role: 'owner', createdAt: now } })
    await recordAudit(transaction, {
      userId,
      action: 'organization.created',
      subject: publicId('organization', id),
      details: { name },
      now,
    })
  })
  return { id, name }
}

/** The organization with its two wallets, and nobody in it yet. */
export async function foundOrganization(
  transaction: DatabaseTransaction,
  { id, name, now }: { id: string; name: string; now: Date },
): Promise<void> {
  const sandboxWalletId = newId(now.getTime())
  const wallet = { kind: 'organization', organizationId: id, createdAt: now } as const
  await transaction.organization.create({ data: { id, name, createdAt: now } })
  await transaction.wallet.create({ data: { ...wallet, id: newId(now.getTime()), mode: 'live' } })
  await transaction.wallet.create({ data: { ...wallet, id: sandboxWalletId, mode: 'sandbox' } })
  await post(
    transaction,
    sandboxWalletFunded({ transactionId: newId(), walletId: sandboxWalletId, lotId: newId(), amountMicrocents: SANDBOX_START }),
  )
}
