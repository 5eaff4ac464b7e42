// The clock's job: wallets that fell below what their owner set are topped up. Calls write nothing for it. Each run looks, by index, at
// some thousands of the wallets where it is on, and the next run goes on from there: with few of them, that is all of them every time.
import { type Database, NIL_ID } from '@farebox/db'
import { type BeginDesk, beginCharge } from './begin-charge.ts'
import { type ChargeDesk, sendCharge } from './send-charge.ts'

const WALLETS_PER_RUN = 2_000

/** Where each process goes on. What is forgotten with it costs a round that begins again. */
const lastLookedAt = new WeakMap<Database, string>()

export type AutoTopupDesk = BeginDesk & ChargeDesk

/** Returns how many cards were charged. One that fails does not keep the others waiting. */
export async function runAutoTopups(desk: AutoTopupDesk, now: Date): Promise<number> {
  let charged = 0
  let failure: unknown
  for (const walletId of await dueWallets(desk.database, await nextWallets(desk.database), now)) {
    try {
      charged += await topUp(desk, walletId, now)
    } catch (cause) {
      failure ??= cause
    }
  }
  if (failure) throw failure
  return charged
}

async function topUp(desk: AutoTopupDesk, walletId: string, now: Date): Promise<number> {
  const orderId = await beginCharge(desk, walletId, now)
  if (!orderId) return 0
  await sendCharge(desk, orderId, now)
  return 1
}

async function nextWallets(database: Database): Promise<string[]> {
  const rows = await database.autoTopup.findMany({
    where: { status: 'on', walletId: { gt: lastLookedAt.get(database) ?? NIL_ID } },
    orderBy: { walletId: 'asc' },
    take: WALLETS_PER_RUN,
    select: { walletId: true },
  })
  const walletIds = rows.map(({ walletId }) => walletId)
  const isWhole = walletIds.length < WALLETS_PER_RUN
  lastLookedAt.set(database, isWhole ? NIL_ID : (walletIds.at(-1) ?? NIL_ID))
  return walletIds
}

/** Too little money, or something for which it must stop. Whether to charge is decided again, alone with the row. */
async function dueWallets(database: Database, walletIds: string[], now: Date): Promise<string[]> {
  const rows = await database.$queryRaw<{ wallet_id: string }[]>`
    select auto_topup.wallet_id::text
      from auto_topup join wallet on wallet.id = auto_topup.wallet_id
     where auto_topup.wallet_id = any(${walletIds}::uuid[]) and auto_topup.status = 'on'
       and (wallet.status <> 'open'
            or (not wallet.in_debt and (auto_topup.next_try_at is null or auto_topup.next_try_at <= ${now})
                and not exists (select from auto_topup_charge charge where charge.wallet_id = auto_topup.wallet_id and charge.ended_at is null)
                and auto_topup.threshold_microcents > coalesce(
                      (select sum(lot.available_microcents + lot.held_microcents) from lot
                        where lot.wallet_id = auto_topup.wallet_id and lot.app_id is null and (lot.expires_at is null or lot.expires_at > ${now})), 0)))
     order by auto_topup.wallet_id`
  return rows.map(({ wallet_id }) => wallet_id)
}
