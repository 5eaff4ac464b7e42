// What the signed-in person owes, and repaying it from other money they paid in.
import { least, microcents, sum } from '@farebox/money'
import { router } from '../trpc.ts'
import { walletProcedure } from '../wallet/own-wallet.ts'
import { owedBy, paidLots, repayDebt } from './repay-debt.ts'

export const debtRouter = router({
  /** Zero most of the time. `repayable`: what one click would repay now. */
  read: walletProcedure.query(async ({ ctx: { database, wallet, now } }) => {
    const owed = await owedBy(database, wallet)
    const paid = sum((await paidLots(database, wallet.id, now)).map(({ availableMicrocents }) => microcents(availableMicrocents)))
    return { owed, repayable: least(owed, paid) }
  }),

  repay: walletProcedure.mutation(({ ctx: { database, wallet, now } }) =>
    database.$transaction((transaction) => repayDebt(transaction, wallet.id, now)),
  ),
})
