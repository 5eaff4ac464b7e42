// rider@farebox.test: a user with a wallet, connected to both apps as user_123, with a limit of $20 a month for each.
import { connectWallet } from '../../packages/billing/src/connections/connect-wallet.ts'
import { ensureExternalUser } from '../../packages/billing/src/users/ensure-external-user.ts'
import { type Database, type Mode, newId } from '../../packages/db/src/index.ts'
import { MICROCENTS_PER_DOLLAR, microcents } from '../../packages/money/src/index.ts'
import { ensureUser, type foundOrganizations } from './organizations.ts'

type Founded = Awaited<ReturnType<typeof foundOrganizations>>

export const RIDER = 'rider@farebox.test'
const LIMIT = microcents(20n * MICROCENTS_PER_DOLLAR)

export async function seatRider(database: Database, { pixelPal, lingo }: Founded, now: Date): Promise<void> {
  await seat(database, { email: RIDER, externalUserId: 'user_123', appIds: [pixelPal.appId, lingo.appId], now })
  for (const { appId } of [pixelPal, lingo]) {
    await database.$transaction((transaction) =>
      ensureExternalUser(transaction, { appId, mode: 'sandbox', externalUserId: 'user_123', now }),
    )
  }
}

/** A user with a live wallet, connected to each of the apps under one external id. Returns the wallet. */
export async function seat(
  database: Database,
  { email, externalUserId, appIds, now }: { email: string; externalUserId: string; appIds: string[]; now: Date },
): Promise<string> {
  const userId = await ensureUser(database, email, now)
  const walletId = await ensureWallet(database, { userId, mode: 'live', now })
  for (const appId of appIds) {
    await connectWallet(database, {
      ...{ userId, walletId, mode: 'live', appId, externalUserId, now },
      ...{ limitMicrocents: LIMIT, limitPeriod: 'month' },
    })
  }
  return walletId
}

async function ensureWallet(database: Database, { userId, mode, now }: { userId: string; mode: Mode; now: Date }): Promise<string> {
  const wallet = await database.wallet.upsert({
    where: { mode_userId: { mode, userId } },
    create: { id: newId(now.getTime()), mode, kind: 'user', userId, createdAt: now },
    update: {},
  })
  return wallet.id
}
