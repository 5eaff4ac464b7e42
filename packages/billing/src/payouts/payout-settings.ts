// What operators may set about payouts, as one row: the least amount, and from which amount two people must agree.
import type { DatabaseTransaction } from '@farebox/db'
import { z } from 'zod'

const setting = z.object({
  /** Less than this waits until there is more. */
  minimumCents: z.int().min(1).max(100_000).default(1_000),
  /** From here two operators must agree. */
  twoOperatorsFromCents: z.int().min(1).default(50_000),
})

export type PayoutSettings = z.infer<typeof setting>

/** $10 and $500, unless the setting `payouts` says otherwise. */
export async function payoutSettings(database: DatabaseTransaction): Promise<PayoutSettings> {
  const row = await database.setting.findUnique({ where: { name: 'payouts' } })
  return setting.parse(row?.value ?? {})
}
