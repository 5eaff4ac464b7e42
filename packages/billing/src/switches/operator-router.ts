// The kill switches: app, model, provider, wallet. Turning one off is as sensitive as turning it on again.
import { z } from 'zod'
import { turnVerification } from '../apps/verified-app.ts'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { readSwitches } from './read-switches.ts'
import { turnApp, turnModel, turnProvider, turnWallet } from './turn-switch.ts'

const turned = z.object({ isOn: z.boolean(), reason: z.string().trim().min(3, 'Say why, in a few words.').max(500) })
const name = z.string().min(1).max(128)

export const switchesOperatorRouter = router({
  read: operatorProcedure('switches.read')
    .input(z.object({ text: z.string().max(100).optional() }))
    .query(({ ctx, input }) => readSwitches(ctx.database, input)),

  provider: sensitiveProcedure('switches.turn')
    .input(turned.extend({ name }))
    .mutation(({ ctx: { database, operator, now }, input }) => turnProvider(database, { ...input, operator, now })),

  model: sensitiveProcedure('switches.turn')
    .input(turned.extend({ model: name }))
    .mutation(({ ctx: { database, operator, now }, input }) => turnModel(database, { ...input, operator, now })),

  app: sensitiveProcedure('apps.suspend')
    .input(turned.extend({ appId: name }))
    .mutation(({ ctx: { database, operator, now }, input }) => turnApp(database, { ...input, operator, now })),

  /** The mark that Farebox has checked who runs an app. */
  verified: sensitiveProcedure('apps.verify')
    .input(turned.extend({ appId: name }))
    .mutation(({ ctx: { database, operator, now }, input }) => turnVerification(database, { ...input, operator, now })),

  wallet: sensitiveProcedure('wallets.freeze')
    .input(turned.extend({ walletId: name }))
    .mutation(({ ctx: { database, operator, now }, input }) => turnWallet(database, { ...input, operator, now })),
})
