// The door for operators, assembled from the routers of each domain: one line each.
import { developmentClockRouter } from './development-clock/operator-router.ts'
import { operatorAccountRouter } from './operators/account-router.ts'
import { router } from './operators/operator-procedure.ts'

export { createCallerFactory, type OperatorContext } from './operators/operator-procedure.ts'

export const operatorRouter = router({
  account: operatorAccountRouter,
  clock: developmentClockRouter,
})

export type OperatorRouter = typeof operatorRouter
