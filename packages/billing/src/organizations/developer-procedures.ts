// The kinds of procedures developers call: about one organization, or about one app. All ask `member-of.ts` first,
// and hand on internal ids, so that a procedure cannot look at what it was not let into.
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { userProcedure } from '../trpc.ts'
import { memberOf, ownApp } from './member-of.ts'

const mode = z.enum(['live', 'sandbox']).default('live')

/** `ctx.organization`, and `ctx.of` for use cases that read its money in one mode. */
export const organizationProcedure = userProcedure
  .input(z.object({ organizationId: z.string().max(64), mode }))
  .use(async ({ ctx, input, next }) => {
    const organization = await memberOf(ctx.database, ctx.person, input.organizationId)
    return next({ ctx: { ...ctx, organization, of: { organizationId: organization.id, mode: input.mode } } })
  })

/** `ctx.app`, and `ctx.of` for use cases that read or change it in one mode. */
export const appProcedure = userProcedure.input(z.object({ appId: z.string().max(64), mode })).use(async ({ ctx, input, next }) => {
  const app = await ownApp(ctx.database, ctx.person, input.appId)
  return next({ ctx: { ...ctx, app, of: { appId: app.id, organizationId: app.organizationId, mode: input.mode } } })
})

/** As `appProcedure`, for those who build the app: who keeps an organization's books does not decide how it signs people in. */
export const builderProcedure = appProcedure.use(async ({ ctx, next }) => {
  const organizationId_userId = { organizationId: ctx.app.organizationId, userId: ctx.person.userId }
  const membership = await ctx.database.membership.findUnique({ where: { organizationId_userId } })
  if (membership?.role !== 'owner' && membership?.role !== 'developer') throw new AppError('role_not_allowed')
  return next()
})

/** As `organizationProcedure`, for its owners and those who keep its books: where its money goes is theirs to see and to say. */
export const financeProcedure = organizationProcedure.use(async ({ ctx, next }) => {
  const organizationId_userId = { organizationId: ctx.organization.id, userId: ctx.person.userId }
  const membership = await ctx.database.membership.findUnique({ where: { organizationId_userId } })
  if (membership?.role !== 'owner' && membership?.role !== 'finance') throw new AppError('role_not_allowed')
  return next()
})
