// What a person sees first: what they can spend, what calls have reserved, what was given to them, and where the month went.
import type { Database, WalletModel } from '@farebox/db'
import { publicId } from '@farebox/db'
import { type Microcents, microcents, sum } from '@farebox/money'
import { idAt } from '../usage/id-at.ts'
import { appNames } from './app-names.ts'

export type WalletHome = {
  /** Own money, spendable in every app. */
  available: Microcents
  /** Reserved by calls under way. */
  inUse: Microcents
  /** Given by developers: each spendable in its app only. */
  gifts: { appName: string; amount: Microcents; expiresAt: Date | null }[]
  status: 'open' | 'paused' | 'frozen' | 'closing' | 'closed'
  isInDebt: boolean
  /** True until the first money arrives. */
  isNew: boolean
  month: { appId: string; appName: string; amount: Microcents }[]
}

export async function walletHome(database: Database, wallet: WalletModel, now: Date): Promise<WalletHome> {
  const [lots, month] = await Promise.all([
    database.lot.findMany({ where: { walletId: wallet.id }, orderBy: { id: 'asc' } }),
    spentByApp(database, wallet.id, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))),
  ])
  const names = await appNames(database, [...lots.map(({ appId }) => appId), ...month.map(({ appId }) => appId)])
  const usable = lots.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  return {
    available: sum(usable.filter(({ appId }) => appId === null).map(({ availableMicrocents }) => microcents(availableMicrocents))),
    inUse: sum(lots.map(({ heldMicrocents }) => microcents(heldMicrocents))),
    gifts: usable
      .filter(({ appId, availableMicrocents }) => appId !== null && availableMicrocents > 0n)
      .map(({ appId, availableMicrocents, expiresAt }) => ({
        appName: names.get(appId ?? '') ?? 'an app',
        amount: microcents(availableMicrocents),
        expiresAt,
      })),
    status: wallet.status,
    isInDebt: wallet.inDebt,
    isNew: lots.length === 0,
    month: month.map(({ appId, amount }) => ({
      appId: publicId('app', appId),
      appName: names.get(appId) ?? 'an app',
      amount: microcents(amount),
    })),
  }
}

const APPS_MAX = 8

function spentByApp(database: Database, walletId: string, since: Date): Promise<{ appId: string; amount: bigint }[]> {
  return database.$queryRaw`
    select app_id::text as "appId", sum(base_microcents + markup_microcents)::bigint as amount
      from charge where wallet_id = ${walletId}::uuid and id >= ${idAt(since)}::uuid
     group by app_id having sum(base_microcents + markup_microcents) > 0
     order by amount desc limit ${APPS_MAX}`
}
