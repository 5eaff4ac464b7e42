// A user as the app that named them may see them: the app's own id, and what this app may still spend.
import type { Database, Mode } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'

export type UserRecord = {
  externalUserId: string
  email: string | null
  createdAt: Date
  /** `unclaimed`: no account, the money is this app's only. `guest`: a visitor, with a grant and nothing else. `connected`: the person's own wallet pays. */
  wallet: 'unclaimed' | 'guest' | 'connected'
  connection: 'active' | 'paused' | 'revoked'
  /** What this app may spend for them now, grants included. */
  availableMicrocents: Microcents
}

export type UserScope = { appId: string; mode: Mode }

type Row = Omit<UserRecord, 'availableMicrocents'> & { available: bigint }

/** One page, by the app's own ids. `after` is the last id of the page before. */
export async function userRecords(
  database: Database,
  { appId, mode }: UserScope,
  { externalUserId, after, limit }: { externalUserId?: string; after?: string; limit: number },
): Promise<UserRecord[]> {
  const rows = await database.$queryRaw<Row[]>`
    select external.external_user_id as "externalUserId", external.email, external.created_at as "createdAt",
           case when wallet.kind in ('unclaimed', 'guest') then wallet.kind::text else 'connected' end as wallet,
           connection.status::text as connection,
           spendable(external.wallet_id, external.connection_id) as available
      from external_user external
      join wallet on wallet.id = external.wallet_id
      join connection on connection.wallet_id = external.wallet_id and connection.id = external.connection_id
     where external.app_id = ${appId}::uuid and external.mode = ${mode}::mode
       and (${externalUserId ?? null}::text is null or external.external_user_id = ${externalUserId ?? null})
       and (${after ?? null}::text is null or external.external_user_id collate "C" > ${after ?? null})
     order by external.external_user_id collate "C"
     limit ${limit}`
  return rows.map(({ available, ...row }) => ({ ...row, availableMicrocents: microcents(available) }))
}
