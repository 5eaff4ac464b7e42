// A charge as operators see it: every part of its price, whose money paid, the hold before it, and each transfer it made.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { microcents } from '@farebox/money'
import { accountName } from '../../explain/accounts.ts'
import { withApps } from '../../wallet/wallet-charges.ts'
import { chargeById } from '../find-by-plain-id.ts'

export async function chargeFacts(database: Database, id: string) {
  const charge = await chargeById(database, id)
  if (!charge) throw new AppError('not_found', { message: 'There is no such charge.' })
  const { walletId } = charge
  const [[row], transfers, lots, hold, provider] = await Promise.all([
    withApps(database, [charge]),
    database.transfer.findMany({ where: { walletId, transactionId: id }, orderBy: { n: 'asc' } }),
    database.lot.findMany({ where: { walletId }, select: { id: true, kind: true } }),
    database.hold.findUnique({ where: { walletId_id: { walletId, id } } }),
    database.provider.findUnique({ where: { id: charge.providerId } }),
  ])
  if (!row) throw new AppError('not_found')
  const kindOf = new Map(lots.map((lot) => [lot.id, lot.kind]))
  const named = (kind: Parameters<typeof accountName>[0], of: string) => ({
    kind,
    id: of,
    name: accountName(kind),
    lotKind: kindOf.get(of) ?? null,
  })
  return {
    ...row,
    mode: charge.mode,
    walletId: publicId('wallet', walletId),
    organizationId: publicId('organization', charge.organizationId),
    connectionId: publicId('connection', charge.connectionId),
    keyId: publicId('apiKey', charge.credentialId),
    provider: provider?.name ?? 'unknown',
    loss: microcents(charge.lossMicrocents),
    hold: hold && { state: hold.state, amount: microcents(hold.amountMicrocents), hasLapsed: hold.lapsed, resolvedAt: hold.resolvedAt },
    transfers: transfers.map(({ debitKind, debitId, creditKind, creditId, amountMicrocents, accrualDay }) => ({
      debit: named(debitKind, debitId),
      credit: named(creditKind, creditId),
      amount: microcents(amountMicrocents),
      accrualDay: accrualDay?.toISOString().slice(0, 10) ?? null,
    })),
  }
}
