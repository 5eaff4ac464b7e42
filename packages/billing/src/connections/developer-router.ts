// How an app asks its users: its publishable key, where they are sent back to, its websites, its server's secret, and what they see.
import { matchRedirectUri } from '@farebox/auth/redirect-uris'
import { z } from 'zod'
import { builderProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { appClient } from './app-client.ts'
import { consentPreview } from './consent-preview.ts'
import { replaceClientSecret } from './replace-client-secret.ts'
import { setOrigins } from './set-origins.ts'
import { setRedirectUris } from './set-redirect-uris.ts'

const address = z.string().trim().max(2_000)
const addresses = z.array(address).max(100)

export const connectRouter = router({
  client: builderProcedure.query(({ ctx }) => appClient(ctx.database, { ...ctx.of, now: ctx.now })),

  preview: builderProcedure.query(({ ctx }) => consentPreview(ctx.database, ctx.app, { mode: ctx.of.mode, now: ctx.now })),

  /** Judged as the OAuth server would judge it now. */
  tryRedirect: builderProcedure.input(z.object({ redirectUri: address })).query(async ({ ctx, input }) => {
    const { redirectUris } = await appClient(ctx.database, { ...ctx.of, now: ctx.now })
    return matchRedirectUri({ registered: redirectUris, isSandbox: ctx.of.mode === 'sandbox' }, input.redirectUri)
  }),

  setRedirects: builderProcedure.input(z.object({ redirectUris: addresses })).mutation(async ({ ctx, input }) => {
    await setRedirectUris(ctx.database, { ...ctx.of, userId: ctx.person.userId, redirectUris: input.redirectUris, now: ctx.now })
  }),

  setOrigins: builderProcedure.input(z.object({ origins: addresses })).mutation(async ({ ctx, input }) => {
    await setOrigins(ctx.database, {
      appId: ctx.app.id,
      mode: ctx.of.mode,
      userId: ctx.person.userId,
      origins: input.origins,
      now: ctx.now,
    })
  }),

  /** The only answer that ever carries the secret. The earlier one ends now, or stands for the hours that are named. */
  replaceSecret: builderProcedure
    .input(z.object({ earlierStandsHours: z.int().min(0).max(168).default(0) }))
    .mutation(({ ctx, input: { earlierStandsHours } }) => {
      return replaceClientSecret(ctx.database, { ...ctx.of, userId: ctx.person.userId, earlierStandsHours, now: ctx.now })
    }),
})
