// Which accounts there are to explain: of a wallet, an organization, an app, a payout; or our own.
import { type Database, type Mode, NIL_ID, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { Microcents } from '@farebox/money'
import { z } from 'zod'
import { accountName, type ExplainedAccount, type ExplainedKind } from './accounts.ts'
import { storedBalance } from './stored-balance.ts'

export type ListedAccount = { account: ExplainedAccount; name: string; mode: Mode; balance: Microcents }

const ours: ExplainedKind[] = [
  'stripe_balance',
  'bank',
  'topup_clearing',
  'payout_clearing',
  'package_fee',
  'stripe_fee',
  'adjustment',
  'promotion_cost',
  'bad_debt',
  'usage_loss',
]

/** `of`: the public or plain id of a wallet, organization, app, lot or payout. Without it, Farebox's own. */
export async function listAccounts(database: Database, of: string | undefined): Promise<ListedAccount[]> {
  const accounts = of === undefined ? ours.map((kind) => live(kind, NIL_ID)) : await accountsOf(database, idOf(of))
  return database.$transaction(async (snapshot) => {
    const listed: ListedAccount[] = []
    for (const { account, mode } of accounts) {
      listed.push({ account, mode, name: accountName(account.kind), balance: await storedBalance(snapshot, mode, account) })
    }
    return listed
  })
}

type InMode = { account: ExplainedAccount; mode: Mode }
const live = (kind: ExplainedKind, id: string): InMode => ({ account: { kind, id }, mode: 'live' })
const both = (kind: ExplainedKind, id: string): InMode[] => [live(kind, id), { account: { kind, id }, mode: 'sandbox' }]

export function idOf(text: string): string {
  const id = parsePublicId(text, 'wallet', 'organization', 'app', 'payout', 'refund') ?? z.uuid().safeParse(text).data
  if (!id) throw new AppError('not_found', { message: 'Nothing has this id.' })
  return id
}

const LOTS_MAX = 100

async function accountsOf(database: Database, id: string): Promise<InMode[]> {
  const [wallet, organization, app, payout, refund, lot] = await Promise.all([
    database.wallet.findUnique({ where: { id } }),
    database.organization.findUnique({ where: { id } }),
    database.app.findUnique({ where: { id } }),
    database.payout.findUnique({ where: { id } }),
    database.refund.findUnique({ where: { id } }),
    database.lot.findFirst({ where: { id } }),
  ])
  if (wallet) {
    const lots = await database.lot.findMany({ where: { walletId: id }, orderBy: { id: 'asc' }, take: LOTS_MAX })
    const { mode } = wallet
    return [
      { kind: 'wallet', id } as const,
      ...lots.map((one) => ({ kind: 'lot' as const, id: one.id })),
      { kind: 'user_receivable' as const, id },
    ].map((account) => ({ account, mode }))
  }
  if (organization) {
    const kinds = ['earnings_pending', 'earnings_available', 'earnings_held', 'organization_receivable', 'service_returned'] as const
    return kinds.map((kind) => live(kind, id))
  }
  if (app) return both('grant_pool', id)
  if (payout) return [live('payout', id)]
  if (refund) return [{ account: { kind: 'refund_payable', id }, mode: refund.mode }]
  if (lot) return [{ account: { kind: 'lot', id }, mode: (await database.wallet.findUniqueOrThrow({ where: { id: lot.walletId } })).mode }]
  throw new AppError('not_found', { message: 'Nothing with accounts has this id.' })
}
