// The rules payouts are reviewed by, and how long earnings of an organization wait: data that operators change, each change written down.
import { type Prisma, parsePublicId, publicId, RiskAction } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { recordDeed } from '../operators/record-deed.ts'
import { riskListsRouter, riskSignsRouter } from '../risk/operator-router.ts'
import { operatorNames } from './operator-names.ts'
import { checkParameters } from './rules/check-parameters.ts'
import { rules } from './rules/rules.ts'

const changeInput = z.object({
  name: z.string().max(40),
  enabled: z.boolean().optional(),
  parameters: z.record(z.string(), z.int()).optional(),
  action: z.enum(RiskAction).optional(),
})

export const riskOperatorRouter = router({
  lists: riskListsRouter,
  signs: riskSignsRouter,

  rules: operatorProcedure('risk.read').query(async ({ ctx }) => {
    const rows = await ctx.database.riskRule.findMany({ orderBy: { name: 'asc' } })
    const operator = await operatorNames(
      ctx.database,
      rows.map(({ updatedBy }) => updatedBy),
    )
    return rows.map((row) => ({ ...row, words: rules[row.name]?.says ?? 'There is no such rule.', updatedBy: operator(row.updatedBy) }))
  }),

  change: sensitiveProcedure('risk.change')
    .input(changeInput)
    .mutation(async ({ ctx: { database, operator, now }, input: { name, ...changes } }) => {
      const before = await database.riskRule.findUnique({ where: { name } })
      if (!before) throw new AppError('not_found')
      if (changes.parameters) checkParameters(name, changes.parameters)
      return database.$transaction(async (transaction) => {
        const data: Prisma.RiskRuleUpdateInput = { ...withoutUndefined(changes), updatedBy: operator.id }
        const after = await transaction.riskRule.update({ where: { name }, data })
        const details = { before: shown(before), after: shown(after) }
        await recordDeed(transaction, { operator, action: 'risk.change', subject: name, details, now })
        return after
      })
    }),

  /** Longer for who is new or risky. Earnings that are available already stay so. */
  setDelay: sensitiveProcedure('risk.change')
    .input(z.object({ organizationId: z.string().max(64), days: z.int().min(0).max(365), reason: z.string().trim().min(3).max(400) }))
    .mutation(async ({ ctx: { database, operator, now }, input: { organizationId, days, reason } }) => {
      const id = parsePublicId(organizationId, 'organization')
      const before = id ? await database.organization.findUnique({ where: { id } }) : null
      if (!before) throw new AppError('not_found')
      await database.$transaction(async (transaction) => {
        await transaction.organization.update({ where: { id: before.id }, data: { earningsDelayDays: days } })
        const details = { before: before.earningsDelayDays, after: days }
        const subject = publicId('organization', before.id)
        await recordDeed(transaction, { operator, action: 'earnings.delay', subject, details, now, reason })
      })
      return { days }
    }),
})

type RuleRow = { enabled: boolean; parameters: Prisma.JsonValue; action: string }
const shown = ({ enabled, parameters, action }: RuleRow) => ({ enabled, parameters: JSON.stringify(parameters), action })

function withoutUndefined<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>
}
