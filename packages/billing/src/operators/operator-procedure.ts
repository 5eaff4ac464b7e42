// What every procedure of the console stands on. It is another tRPC than the developers' and users': a procedure of one cannot
// be mounted in the other, and a person signed in there is nobody here.
import type { Operator } from '@farebox/auth/operator'
import { type OperatorPermission, roleMay } from '@farebox/auth/operator-permissions'
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import type { Clock } from '../development-clock/clock.ts'
import { type Addresses, replyOfFailure, withStatus } from '../trpc.ts'

export type OperatorContext = {
  database: Database
  operator: Operator | undefined
  requestId: string
  ip: string
  now: Date
  clock: Clock
  /** Development only: the Stripe stand-in, whose time moves with ours. */
  stripeApiBase: string | undefined
  addresses: Addresses & { console: string }
}

/** What a procedure says of itself: a test walks the router and refuses one that names no permission. */
export type OperatorMeta = { permission: OperatorPermission; sensitive: boolean }

const trpc = initTRPC
  .context<OperatorContext>()
  .meta<OperatorMeta>()
  .create({ transformer: superjson, errorFormatter: ({ shape, error, ctx }) => replyOfFailure(shape, error, ctx?.requestId) })

export const router = trpc.router
export const createCallerFactory = trpc.createCallerFactory

/** For an operator whose role has this permission, as `ctx.operator`. Asked before the input is looked at. */
export function operatorProcedure(permission: OperatorPermission) {
  return trpc.procedure
    .meta({ permission, sensitive: false })
    .use(({ next }) => withStatus(next))
    .use(({ ctx, next }) => {
      if (!ctx.operator) throw new AppError('sign_in_required')
      if (!roleMay(ctx.operator.role, permission)) throw new AppError('operator_not_allowed', { metadata: { permission } })
      return next({ ctx: { ...ctx, operator: ctx.operator } })
    })
}

/** For deeds that move money or stop others: also asks that the operator gave a fresh code within the last ten minutes. */
export function sensitiveProcedure(permission: OperatorPermission) {
  return operatorProcedure(permission)
    .meta({ permission, sensitive: true })
    .use(({ ctx, next }) => {
      if (!ctx.operator.confirmedUntil) throw new AppError('step_up_required')
      return next()
    })
}
