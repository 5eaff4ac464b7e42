// Automatic top-up of one's own wallet.
import { z } from 'zod'
import { amountOfMoney } from '../organizations/developer-inputs.ts'
import { router } from '../trpc.ts'
import { walletProcedure } from '../wallet/own-wallet.ts'
import { readAutoTopup } from './read-auto-topup.ts'
import { previewAutoTopup, turnOffAutoTopup, turnOnAutoTopup } from './turn-auto-topup.ts'

const terms = z.object({
  packageName: z.string().max(64),
  /** Dollars, such as `5.00`. */
  threshold: amountOfMoney,
  monthMax: amountOfMoney,
  cardId: z.string().max(64),
})
type Terms = z.infer<typeof terms>

const asked = ({ packageName, threshold, monthMax, cardId }: Terms) => ({ wanted: { packageName }, threshold, monthMax, cardId })

export const autoTopupRouter = router({
  read: walletProcedure.query(({ ctx: { database, wallet, addresses, now } }) =>
    readAutoTopup(database, { walletId: wallet.id, walletUrl: addresses.wallet, now }),
  ),

  /** The words to agree to. Nothing is stored. */
  preview: walletProcedure
    .input(terms)
    .query(({ ctx: { database, wallet, now }, input }) => previewAutoTopup(database, { wallet, asked: asked(input), now })),

  /** `agreed`: the sentence of the preview, as it was read. */
  turnOn: walletProcedure.input(terms.extend({ agreed: z.string().max(1_000) })).mutation(({ ctx, input }) => {
    const { database, wallet, person, ip: address, now } = ctx
    return turnOnAutoTopup(database, { wallet, asked: asked(input), agreed: input.agreed, userId: person.userId, address, now })
  }),

  turnOff: walletProcedure.mutation(({ ctx: { database, wallet, now } }) => turnOffAutoTopup(database, wallet.id, now)),
})
