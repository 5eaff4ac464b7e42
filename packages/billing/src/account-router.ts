// The caller's own account, the same in every web app.
import { publicProcedure, router } from './trpc.ts'

export const accountRouter = router({
  /** Who is signed in, or null. */
  who: publicProcedure.query(({ ctx }) => ctx.person ?? null),
})
