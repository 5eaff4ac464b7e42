// How many purchases, how much money and how many declined cards pass before Farebox slows somebody down: the setting `risk`.
import type { DatabaseTransaction } from '@farebox/db'
import { z } from 'zod'

const count = z.int().min(1).max(1_000_000)
const setting = z.object({
  /** Checkouts that one wallet or organization may open within 24 hours. */
  checkoutsPerDay: count.default(10),
  /** What it may pay within 24 hours, with what is open. */
  centsPerDay: count.default(50_000),
  /** An organization pays in more at once: what counts is the credit. */
  organizationCentsPerDay: count.default(100_000),
  /** From so many purchases with a declined card on, opening another takes a proof of work. */
  proofFromDeclinedOrders: count.default(2),
  /** So many declined cards within 24 hours, and a wallet opens no checkout any more. */
  declinesPerDay: count.default(8),
  /** The same for a network address, where also half of what was tried there was declined: many people may share one. */
  networkDeclinesPerDay: count.default(15),
  /** Within ten minutes and over everybody: so many declines, more than were paid, and every checkout takes a proof of work. */
  platformDeclines: count.default(30),
  /** More wallets than this that one card paid for within 30 days, and the card is blocked. */
  walletsPerCard: count.default(5),
  /** So many purchases taken back whole within 30 days, of one payer or one card, and the next waits until the oldest is older. */
  withdrawalsPerMonth: count.default(3),
  /** Practice cards are everybody's, so rules about one card on many wallets leave them alone. True: they do not. */
  comparesPracticeCards: z.boolean().default(false),
})

export type RiskSettings = z.infer<typeof setting>

export async function riskSettings(database: DatabaseTransaction): Promise<RiskSettings> {
  const row = await database.setting.findUnique({ where: { name: 'risk' } })
  return setting.parse(row?.value ?? {})
}
