// A person's own wallet of real money: one, opened the first time it is looked for.
import { type Database, newId, type WalletModel } from '@farebox/db'
import { userProcedure } from '../trpc.ts'

export async function ownWallet(database: Database, userId: string, now: Date): Promise<WalletModel> {
  const own = { mode_userId: { mode: 'live' as const, userId } }
  const known = await database.wallet.findUnique({ where: own })
  if (known) return known
  const wallet = { id: newId(now.getTime()), mode: 'live' as const, kind: 'user' as const, userId, createdAt: now }
  await database.wallet.createMany({ data: [wallet], skipDuplicates: true })
  return database.wallet.findUniqueOrThrow({ where: own })
}

/** Signed in, with `ctx.wallet`: the caller's own. No procedure of the wallet takes a wallet's id. */
export const walletProcedure = userProcedure.use(async ({ ctx, next }) => {
  const wallet = await ownWallet(ctx.database, ctx.person.userId, ctx.now)
  return next({ ctx: { ...ctx, wallet } })
})
