// Who is signed in to the console, and what they may do: pages show what will not be refused.
import { operatorPermissions, roleMay } from '@farebox/auth/operator-permissions'
import { operatorProcedure, router } from './operator-procedure.ts'
import { systemHealth } from './system-health.ts'

export const operatorAccountRouter = router({
  me: operatorProcedure('console.enter').query(({ ctx: { operator } }) => ({
    ...operator,
    permissions: operatorPermissions.filter((permission) => roleMay(operator.role, permission)),
  })),

  /** Whether everything runs, for the front page. */
  health: operatorProcedure('console.enter').query(({ ctx }) => systemHealth(ctx.database)),
})
