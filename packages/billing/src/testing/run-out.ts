// For tests: money whose time is over, without waiting for it.
import { connectAsOwner } from '@farebox/db/testing'

/** From now on nothing that is in the wallet can be spent any more. */
export async function runOut(databaseUrl: string, walletId: string): Promise<void> {
  const owner = await connectAsOwner(databaseUrl)
  await owner.query('update lot set expires_at = now() where wallet_id = $1 and (expires_at is null or expires_at > now())', [walletId])
  await owner.end()
}
