// What an app may spend for a user now: its grants, and what the user's limit leaves of their own money.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'

export async function spendableNow(
  database: Database | DatabaseTransaction,
  { walletId, connectionId }: { walletId: string; connectionId: string },
): Promise<Microcents> {
  const [row] = await database.$queryRaw<{ spendable: bigint }[]>`
    select spendable(${walletId}::uuid, ${connectionId}::uuid) as spendable`
  return microcents(row?.spendable ?? 0n)
}
