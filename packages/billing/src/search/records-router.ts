// Records, for operators: a page of facts each. Whose personal data or money is read is written down before it is handed out.
import { type PublicKind, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { operatorProcedure, router } from '../operators/operator-procedure.ts'
import { recordRead } from '../operators/record-deed.ts'
import { appFacts } from './records/app-facts.ts'
import { chargeFacts } from './records/charge-facts.ts'
import { organizationFacts } from './records/organization-facts.ts'
import { userFacts } from './records/user-facts.ts'
import { walletFacts } from './records/wallet-facts.ts'

/** As people see it, or plain. */
const byId = (...kinds: PublicKind[]) =>
  z.object({
    id: z
      .string()
      .max(64)
      .transform((text) => {
        const id = parsePublicId(text, ...kinds) ?? z.uuid().safeParse(text).data
        if (!id) throw new AppError('not_found')
        return id
      }),
  })

export const recordsOperatorRouter = router({
  user: operatorProcedure('users.read')
    .input(byId('user'))
    .query(async ({ ctx: { database, operator, now }, input }) => {
      await recordRead(database, { operator, action: 'user.read', subject: `user:${input.id}`, details: {}, now })
      return userFacts(database, input.id, now)
    }),

  wallet: operatorProcedure('users.read')
    .input(byId('wallet'))
    .query(async ({ ctx: { database, operator, now }, input }) => {
      await recordRead(database, { operator, action: 'wallet.read', subject: `wallet:${input.id}`, details: {}, now })
      return walletFacts(database, input.id, now)
    }),

  organization: operatorProcedure('organizations.read')
    .input(byId('organization'))
    .query(async ({ ctx: { database, operator, now }, input }) => {
      await recordRead(database, { operator, action: 'organization.read', subject: `organization:${input.id}`, details: {}, now })
      return organizationFacts(database, input.id, now)
    }),

  /** Keys and sums, nothing of a person. */
  app: operatorProcedure('apps.read')
    .input(byId('app'))
    .query(({ ctx, input }) => appFacts(ctx.database, input.id, ctx.now)),

  charge: operatorProcedure('charges.read')
    .input(byId('charge', 'request'))
    .query(async ({ ctx: { database, operator, now }, input }) => {
      await recordRead(database, { operator, action: 'charge.read', subject: `charge:${input.id}`, details: {}, now })
      return chargeFacts(database, input.id)
    }),
})
