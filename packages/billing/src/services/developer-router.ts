// A developer's own services in the dashboard: what there is, what it costs, and announcing another price.
import { publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { ZERO } from '@farebox/money'
import { reducePrice } from '@farebox/pricing'
import { z } from 'zod'
import { appProcedure, builderProcedure } from '../organizations/developer-procedures.ts'
import { router } from '../trpc.ts'
import { defineService, PRICE_NOTICE_MS } from './define-service.ts'
import { listServices } from './find-services.ts'
import { serviceMonths } from './service-months.ts'
import { storedForm, writtenPrice } from './written-price.ts'

const name = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'A name begins with a letter, and has small letters, digits, - and _ only.')

export const servicesRouter = router({
  list: appProcedure.query(async ({ ctx }) => {
    const now = ctx.now
    const [services, months] = await Promise.all([
      listServices(ctx.database, { appId: ctx.app.id, now }),
      serviceMonths(ctx.database, { ...ctx.of, now }),
    ])
    return services.map(({ id, name, unit, description, price, next }) => ({
      ...{ id: publicId('service', id), name, unit, description, price: price.explained },
      next: next ? { price: next.explained, startsAt: next.startsAt } : null,
      month: months.get(id) ?? { charges: 0, paid: ZERO, earned: ZERO },
    }))
  }),

  /** The sentence users will read, or why it is no price. */
  explain: builderProcedure.input(z.object({ price: writtenPrice })).query(({ input }) => {
    return { explained: reducePrice(storedForm(input.price), 'developer').explained }
  }),

  /** It can be charged for at once. */
  create: builderProcedure
    .input(z.object({ name, price: writtenPrice, description: z.string().trim().max(500).optional() }))
    .mutation(async ({ ctx, input: { name, price, description } }) => {
      const { id: appId, organizationId } = ctx.app
      const taken = await ctx.database.service.findUnique({ where: { appId_name: { appId, name } } })
      if (taken) throw new AppError('service_name_taken', { param: 'name' })
      const facts = { appId, organizationId, userId: ctx.person.userId, name, now: ctx.now }
      await defineService(ctx.database, { ...facts, price: storedForm(price), ...(description && { description }) })
    }),

  /** Holds a minute from now, or later. What was announced before and has not begun never begins. */
  announcePrice: builderProcedure
    .input(z.object({ name, price: writtenPrice, startsAt: z.date().optional() }))
    .mutation(async ({ ctx, input: { name, price, startsAt } }) => {
      const { id: appId, organizationId } = ctx.app
      const known = await ctx.database.service.findUnique({ where: { appId_name: { appId, name } } })
      if (!known || known.retiredAt) throw new AppError('not_found', { message: 'This app has no service of this name.' })
      const facts = { appId, organizationId, userId: ctx.person.userId, name, now: ctx.now }
      await defineService(ctx.database, { ...facts, price: storedForm(price), startsAt })
      return { startsAt: startsAt ?? new Date(ctx.now.getTime() + PRICE_NOTICE_MS) }
    }),
})
