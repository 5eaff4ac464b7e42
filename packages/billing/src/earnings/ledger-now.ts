// The ledger's own time. Which day it is for money is the database's to say: the clock of the machine a job runs on may be wrong.
import type { Database } from '@farebox/db'
import { assert } from '@farebox/errors'

export async function ledgerNow(database: Database): Promise<Date> {
  const [row] = await database.$queryRaw<{ now: Date }[]>`select ledger_clock() as now`
  assert(row, 'the database knows what time it is')
  return row.now
}
