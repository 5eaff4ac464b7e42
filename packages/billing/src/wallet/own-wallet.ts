// A person's own wallet: one of real money, and one of practice money where an app in the sandbox asks. Each is opened the first
// time it is looked for.
import { type Database, type Mode, newId, type WalletModel } from '@farebox/db'
import { post, sandboxWalletFunded } from '@farebox/ledger'
import { SANDBOX_START } from '../organizations/create-organization.ts'
import { userProcedure } from '../trpc.ts'

export async function ownWallet(database: Database, userId: string, now: Date, mode: Mode = 'live'): Promise<WalletModel> {
  const own = { mode_userId: { mode, userId } }
  const known = await database.wallet.findUnique({ where: own })
  if (known) return known
  const wallet = { id: newId(now.getTime()), mode, kind: 'user' as const, userId, createdAt: now }
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.wallet.createMany({ data: [wallet], skipDuplicates: true })
    if (count === 0 || mode === 'live') return
    const lotId = newId(now.getTime())
    await post(transaction, sandboxWalletFunded({ transactionId: newId(), walletId: wallet.id, lotId, amountMicrocents: SANDBOX_START }))
  })
  return database.wallet.findUniqueOrThrow({ where: own })
}

/** Signed in, with `ctx.wallet`: the caller's own. No procedure of the wallet takes a wallet's id. */
export const walletProcedure = userProcedure.use(async ({ ctx, next }) => {
  const wallet = await ownWallet(ctx.database, ctx.person.userId, ctx.now)
  return next({ ctx: { ...ctx, wallet } })
})
