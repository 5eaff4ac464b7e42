// Whose services earn as soon as markup does: organizations with enough clean history, and no debt.
import type { Database } from '@farebox/db'
import { NIL_ID } from '@farebox/db'
import { serviceTrustThreshold } from './service-settings.ts'

/**
 * Gives trust where what matured and was not clawed back reaches the threshold, and takes it where a debt has come. What was charged
 * before keeps the day it has. Returns how many organizations changed.
 */
export async function trustServices(database: Database, now: Date): Promise<number> {
  const threshold = await serviceTrustThreshold(database)
  const given = await database.$executeRaw`
    insert into service_trust (organization_id, matured_microcents, trusted_at)
    select debit_id, sum(amount_microcents)::bigint, ${now}
      from transfer
     where wallet_id = ${NIL_ID}::uuid and mode = 'live' and debit_kind = 'earnings_pending' and credit_kind = 'earnings_available'
       and not exists (select from account where mode = 'live' and kind = 'organization_receivable' and id = debit_id and balance_microcents > 0)
     group by debit_id having sum(amount_microcents) >= ${threshold}
    on conflict do nothing`
  const taken = await database.$executeRaw`
    delete from service_trust
     where exists (select from account where mode = 'live' and kind = 'organization_receivable' and id = organization_id and balance_microcents > 0)`
  return given + taken
}
