// The clock's job: wallets that fell below what their owner set are topped up. Calls write nothing for it. It looks, by index, only at
// wallets where it is on, page by page.
import type { Database } from '@farebox/db'
import { NIL_ID } from '@farebox/db'
import { type BeginDesk, beginCharge } from './begin-charge.ts'
import { type ChargeDesk, sendCharge } from './send-charge.ts'

const WALLETS_PER_PAGE = 200
const PAGES_MAX = 500

export type AutoTopupDesk = BeginDesk & ChargeDesk

/** Returns how many cards were charged. One that fails to be looked at does not keep the others waiting. */
export async function runAutoTopups(desk: AutoTopupDesk, now: Date): Promise<number> {
  let charged = 0
  let failure: unknown
  let after: string = NIL_ID
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const due = await dueWallets(desk.database, after, now)
    for (const walletId of due) {
      try {
        charged += await topUp(desk, walletId, now)
      } catch (cause) {
        failure ??= cause
      }
    }
    const last = due.at(-1)
    if (!last || due.length < WALLETS_PER_PAGE) break
    after = last
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

/** Too little money, or something for which it must stop. Whether to charge is decided again, alone with the row. */
async function dueWallets(database: Database, after: string, now: Date): Promise<string[]> {
  const rows = await database.$queryRaw<{ wallet_id: string }[]>`
    select auto_topup.wallet_id::text
      from auto_topup join wallet on wallet.id = auto_topup.wallet_id
     where auto_topup.status = 'on' and auto_topup.wallet_id > ${after}::uuid
       and (wallet.status <> 'open'
            or (not wallet.in_debt and (auto_topup.next_try_at is null or auto_topup.next_try_at <= ${now})
                and not exists (select from auto_topup_charge charge where charge.wallet_id = auto_topup.wallet_id and charge.ended_at is null)
                and auto_topup.threshold_microcents > coalesce(
                      (select sum(lot.available_microcents + lot.held_microcents) from lot
                        where lot.wallet_id = auto_topup.wallet_id and lot.app_id is null and (lot.expires_at is null or lot.expires_at > ${now})), 0)))
     order by auto_topup.wallet_id limit ${WALLETS_PER_PAGE}`
  return rows.map(({ wallet_id }) => wallet_id)
}
