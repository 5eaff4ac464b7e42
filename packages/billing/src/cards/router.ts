// The cards a person let us keep.
import { z } from 'zod'
import { router } from '../trpc.ts'
import { walletProcedure } from '../wallet/own-wallet.ts'
import { WORDS_TO_SAVE_A_CARD } from './consent-to-save.ts'
import { removeCard } from './remove-card.ts'
import { listSavedCards } from './saved-cards.ts'

export const cardsRouter = router({
  list: walletProcedure.query(({ ctx: { database, wallet, now } }) => listSavedCards(database, wallet.id, now)),

  /** What stands beside the box to tick before the payment page. */
  consentWords: walletProcedure.query(() => WORDS_TO_SAVE_A_CARD),

  remove: walletProcedure
    .input(z.object({ id: z.string().max(64) }))
    .mutation(({ ctx: { database, wallet, now }, input }) => removeCard(database, { walletId: wallet.id, cardId: input.id, now })),
})
