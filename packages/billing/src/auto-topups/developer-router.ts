// Automatic top-up of an organization's own balance, and the cards it may charge. For those who may spend its money.
import type { Database } from '@farebox/db'
import { z } from 'zod'
import { WORDS_TO_SAVE_A_CARD } from '../cards/consent-to-save.ts'
import { removeCard } from '../cards/remove-card.ts'
import { listSavedCards } from '../cards/saved-cards.ts'
import { amountOfMoney } from '../organizations/developer-inputs.ts'
import { financeProcedure, organizationProcedure } from '../organizations/developer-procedures.ts'
import { organizationWallet } from '../organizations/organization-balance.ts'
import { router } from '../trpc.ts'
import { readAutoTopup } from './read-auto-topup.ts'
import { previewAutoTopup, turnOffAutoTopup, turnOnAutoTopup } from './turn-auto-topup.ts'

const terms = z.object({
  /** The credit in dollars, `5.00` to `500.00`. */
  amount: amountOfMoney,
  threshold: amountOfMoney,
  monthMax: amountOfMoney,
  cardId: z.string().max(64),
})
type Terms = z.infer<typeof terms>

const asked = ({ amount, threshold, monthMax, cardId }: Terms) => ({ wanted: { creditMicrocents: amount }, threshold, monthMax, cardId })

const walletOf = ({ database, organization }: { database: Database; organization: { id: string } }) =>
  organizationWallet(database, { organizationId: organization.id, mode: 'live' })

/** Every member may look, and may stop it. */
const payingProcedure = organizationProcedure.use(async ({ ctx, next }) => next({ ctx: { ...ctx, wallet: await walletOf(ctx) } }))

/** Who owns the organization, or is responsible for its money, may charge its card. */
const chargingProcedure = financeProcedure.use(async ({ ctx, next }) => next({ ctx: { ...ctx, wallet: await walletOf(ctx) } }))

export const developerAutoTopupRouter = router({
  read: payingProcedure.query(({ ctx: { database, wallet, organization, addresses, now } }) =>
    readAutoTopup(database, { walletId: wallet.id, walletUrl: addresses.wallet, organization: organization.name, now }),
  ),

  preview: chargingProcedure
    .input(terms)
    .query(({ ctx: { database, wallet, organization, now }, input }) =>
      previewAutoTopup(database, { wallet, asked: asked(input), organization: organization.name, now }),
    ),

  turnOn: chargingProcedure.input(terms.extend({ agreed: z.string().max(1_000) })).mutation(({ ctx, input }) => {
    const { database, wallet, organization, person, ip: address, now } = ctx
    const by = { userId: person.userId, address, organization: organization.name, now }
    return turnOnAutoTopup(database, { wallet, asked: asked(input), agreed: input.agreed, ...by })
  }),

  turnOff: payingProcedure.mutation(({ ctx: { database, wallet, now } }) => turnOffAutoTopup(database, wallet.id, now)),

  /** What whoever keeps a card reads and agrees to. */
  consentWords: payingProcedure.query(() => WORDS_TO_SAVE_A_CARD),

  cards: payingProcedure.query(({ ctx: { database, wallet, now } }) => listSavedCards(database, wallet.id, now)),

  removeCard: payingProcedure
    .input(z.object({ cardId: z.string().max(64) }))
    .mutation(({ ctx: { database, wallet, now }, input }) => removeCard(database, { walletId: wallet.id, cardId: input.cardId, now })),
})
