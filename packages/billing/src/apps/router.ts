// Apps: registering one, its markup with its effect, and how it does.
import { publicId } from '@farebox/db'
import { fromCents } from '@farebox/money'
import { z } from 'zod'
import { displayName } from '../organizations/developer-inputs.ts'
import { appProcedure, organizationProcedure } from '../organizations/developer-procedures.ts'
import { packagesOn } from '../topups/packages.ts'
import { publicProcedure, router } from '../trpc.ts'
import { appDays } from '../usage/app-days.ts'
import { createApp } from './create-app.ts'
import { appSteps, listApps } from './list-apps.ts'
import { markupCapBps } from './markup-cap.ts'
import { markupNow } from './markup-now.ts'
import { MARKUP_NOTICE_MS, setMarkup } from './set-markup.ts'
import { typicalCalls } from './typical-call.ts'

const DAYS_SHOWN = 30

export const appsRouter = router({
  /** For the front page: what typical calls cost today at a markup of 15 %, and the packages, both as they are in force. */
  example: publicProcedure.query(async ({ ctx }) => {
    const [calls, packages] = await Promise.all([
      typicalCalls(ctx.database, { markupBps: 1_500, now: ctx.now }),
      packagesOn(ctx.database, ctx.now),
    ])
    const shown = packages.map(({ name, priceCents, creditMicrocents, feeMicrocents }) => ({
      name,
      price: fromCents(priceCents),
      credit: creditMicrocents,
      fee: feeMicrocents,
    }))
    return { calls, packages: shown }
  }),

  list: organizationProcedure.query(({ ctx }) => listApps(ctx.database, { ...ctx.of, now: ctx.now })),

  create: organizationProcedure
    .input(z.object({ name: displayName, origin: z.string().max(200).optional() }))
    .mutation(async ({ ctx, input }) => {
      const { name, origin } = input
      const request = { organizationId: ctx.organization.id, userId: ctx.person.userId, name, now: ctx.now }
      const app = await createApp(ctx.database, { ...request, ...(origin && { origin }) })
      return { id: publicId('app', app.id), name: app.name }
    }),

  find: appProcedure.query(({ ctx }) => {
    const { id, organizationId, name, origin, status } = ctx.app
    const ids = { id: publicId('app', id), organizationId: publicId('organization', organizationId) }
    return { ...ids, name, origin, status, markup: markupNow(ctx.app, ctx.now) }
  }),

  overview: appProcedure.query(async ({ ctx }) => {
    const [period, steps] = await Promise.all([
      appDays(ctx.database, { ...ctx.of, daysMax: DAYS_SHOWN, now: ctx.now }),
      appSteps(ctx.database, { ...ctx.of, markupBps: markupNow(ctx.app, ctx.now).markupBps }),
    ])
    return { ...period, steps, markup: markupNow(ctx.app, ctx.now) }
  }),

  /** The markup with what it does to typical calls, and how many users agreed to a lower one. */
  pricing: appProcedure.query(async ({ ctx }) => {
    const markup = markupNow(ctx.app, ctx.now)
    const [capBps, calls, users, usersBelow] = await Promise.all([
      markupCapBps(ctx.database),
      typicalCalls(ctx.database, { markupBps: markup.markupBps, now: ctx.now }),
      ctx.database.connection.count({ where: ofUsers(ctx.app.id) }),
      ctx.database.connection.count({
        where: { ...ofUsers(ctx.app.id), markupBpsAccepted: { lt: markup.markupBps } },
      }),
    ])
    return { markup, capBps, calls, users, usersBelow, noticeMs: MARKUP_NOTICE_MS }
  }),

  setMarkup: appProcedure.input(z.object({ markupBps: z.int() })).mutation(({ ctx, input }) => {
    return setMarkup(ctx.database, { appId: ctx.app.id, userId: ctx.person.userId, markupBps: input.markupBps, now: ctx.now })
  }),
})

/** A markup is the app's, in both modes; whom it binds is counted in live. */
const ofUsers = (appId: string) => ({ appId, mode: 'live' as const, earnsMarkup: true, status: 'active' as const })
