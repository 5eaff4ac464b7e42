// What a wallet owes is repaid: by the next top-up, or by its owner from other money they paid in.
import { type DatabaseTransaction, newId, type WalletModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { debtRepaid, type LotPart, post } from '@farebox/ledger'
import { least, type Microcents, microcents, sum, ZERO } from '@farebox/money'

type Debtor = Pick<WalletModel, 'id' | 'mode'>

export async function owedBy(transaction: DatabaseTransaction, { id, mode }: Debtor): Promise<Microcents> {
  const account = await transaction.account.findUnique({ where: { mode_kind_id: { mode, kind: 'user_receivable', id } } })
  return microcents(account?.balanceMicrocents ?? 0n)
}

/** From these lots of the wallet, as far as they go. The wallet is locked. Answers what was repaid; nothing is owed most of the time. */
export async function repayFrom(transaction: DatabaseTransaction, wallet: Debtor, lotIds: readonly string[]): Promise<Microcents> {
  const owed = await owedBy(transaction, wallet)
  if (owed === 0n || lotIds.length === 0) return ZERO
  const lots = await transaction.lot.findMany({
    where: { walletId: wallet.id, id: { in: [...lotIds] }, availableMicrocents: { gt: 0 } },
    orderBy: { id: 'asc' },
  })
  const takes = partsOf(lots, owed)
  if (takes.length === 0) return ZERO
  await post(transaction, debtRepaid({ transactionId: newId(), mode: wallet.mode, walletId: wallet.id, takes }))
  return sum(takes.map(({ amountMicrocents }) => amountMicrocents))
}

type Lot = { id: string; availableMicrocents: bigint }

function partsOf(lots: readonly Lot[], owed: Microcents): LotPart[] {
  const takes: LotPart[] = []
  let left = owed
  for (const { id, availableMicrocents } of lots) {
    const amountMicrocents = least(microcents(availableMicrocents), left)
    if (amountMicrocents > 0n) takes.push({ lotId: id, amountMicrocents })
    left = microcents(left - amountMicrocents)
  }
  return takes
}

/** What the owner can repay with: money they paid in, that is neither frozen nor reserved by a call. Never what a developer or we gave. */
export async function paidLots(transaction: DatabaseTransaction, walletId: string, now: Date): Promise<Lot[]> {
  return transaction.lot.findMany({
    where: { walletId, kind: 'topup', availableMicrocents: { gt: 0 }, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: { id: 'asc' },
  })
}

/** One click: as much of the debt as the paid money covers. */
export async function repayDebt(
  transaction: DatabaseTransaction,
  walletId: string,
  now: Date,
): Promise<{ repaid: Microcents; owed: Microcents }> {
  await transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
  const wallet = await transaction.wallet.findUniqueOrThrow({ where: { id: walletId } })
  const lots = await paidLots(transaction, walletId, now)
  const repaid = await repayFrom(
    transaction,
    wallet,
    lots.map(({ id }) => id),
  )
  if (repaid === 0n) throw new AppError('nothing_to_repay')
  await transaction.auditEntry.create({
    data: {
      ...{
        id: newId(now.getTime()),
        actorKind: 'user',
        actorId: wallet.userId,
        action: 'debt.repaid',
        subject: `wallet:${walletId}`,
        at: now,
      },
      details: { repaidMicrocents: String(repaid) },
    },
  })
  return { repaid, owed: await owedBy(transaction, wallet) }
}
