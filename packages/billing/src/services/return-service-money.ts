// What own services took in grants and own money goes back to the organization's balance. From there nothing can be paid out.
import { type Database, type Mode, newId } from '@farebox/db'
import { foldTransfers, post, serviceMoneyReturned, serviceReturnsToTake } from '@farebox/ledger'

const ORGANIZATIONS_MAX = 1_000

type Waiting = { mode: Mode; organizationId: string; walletId: string }

/** Safe to run twice, and in two workers at once. Returns to how many organizations something went back. */
export async function returnServiceMoney(database: Database): Promise<number> {
  await foldTransfers(database)
  const waiting = await database.$queryRaw<Waiting[]>`
    select fold.mode, fold.id::text as "organizationId", wallet.id::text as "walletId"
      from account_fold fold
      join wallet on wallet.mode = fold.mode and wallet.organization_id = fold.id
      left join service_return taken on taken.mode = fold.mode and taken.organization_id = fold.id
     where fold.kind = 'service_returned' and fold.credits_microcents > coalesce(taken.taken_microcents, 0)
     order by fold.mode, fold.id limit ${ORGANIZATIONS_MAX}`
  let returned = 0
  for (const each of waiting) if (await returnTo(database, each)) returned += 1
  return returned
}

function returnTo(database: Database, { mode, organizationId, walletId }: Waiting): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    // Wallets come first in the order of locks.
    await transaction.$queryRaw`select id from wallet where id = ${walletId}::uuid for no key update`
    const amounts = await serviceReturnsToTake(transaction, { mode, organizationId })
    if (amounts.amountMicrocents <= 0n) return false
    await post(transaction, serviceMoneyReturned({ transactionId: newId(), mode, organizationId, walletId, lotId: newId(), ...amounts }))
    return true
  })
}
