// Against thieves, for operators: the block and allow lists, and the signs by which one sees that cards are tried.
import { publicId, RiskEntryKind, type RiskEntryModel, RiskList } from '@farebox/db'
import { z } from 'zod'
import { operatorProcedure, router, sensitiveProcedure } from '../operators/operator-procedure.ts'
import { operatorNames } from '../payouts/operator-names.ts'
import { addEntry, removeEntry } from './change-lists.ts'
import { readSigns } from './read-signs.ts'

const reason = z.string().trim().min(3, 'Say why, in a few words.').max(500)
const asked = z.object({
  list: z.enum(RiskList).optional(),
  kind: z.enum(RiskEntryKind).optional(),
  /** Also entries that have ended. */
  withEnded: z.boolean().default(false),
})
const added = z.object({
  list: z.enum(RiskList),
  kind: z.enum(RiskEntryKind),
  value: z.string().trim().min(1).max(253),
  reason,
  /** Never, where it is not said. */
  expiresAt: z.date().optional(),
})

const ENTRIES_MAX = 500

const stateOf = ({ removedAt, expiresAt }: RiskEntryModel, now: Date) =>
  removedAt ? ('removed' as const) : expiresAt && expiresAt <= now ? ('expired' as const) : ('in force' as const)

export const riskListsRouter = router({
  read: operatorProcedure('risk.read')
    .input(asked)
    .query(async ({ ctx: { database, now }, input: { list, kind, withEnded } }) => {
      const inForce = { removedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }
      const rows = await database.riskEntry.findMany({
        where: { ...(list && { list }), ...(kind && { kind }), ...(withEnded ? {} : inForce) },
        orderBy: [{ addedAt: 'desc' }, { id: 'desc' }],
        take: ENTRIES_MAX,
      })
      const operator = await operatorNames(
        database,
        rows.flatMap(({ addedBy, removedBy }) => [addedBy, removedBy]),
      )
      return rows.map((row) => ({
        ...{ id: publicId('riskEntry', row.id), list: row.list, kind: row.kind, value: row.value, reason: row.reason },
        ...{ expiresAt: row.expiresAt, addedAt: row.addedAt, removedAt: row.removedAt, state: stateOf(row, now) },
        /** Null: Farebox itself, for a card on too many wallets. */
        ...{ addedBy: row.addedBy && operator(row.addedBy), removedBy: row.removedBy && operator(row.removedBy) },
      }))
    }),

  add: sensitiveProcedure('risk.list')
    .input(added)
    .mutation(async ({ ctx: { database, operator, now }, input: { expiresAt, ...entry } }) => {
      const { id } = await addEntry(database, { ...entry, expiresAt: expiresAt ?? null, operator, now })
      return { id: publicId('riskEntry', id) }
    }),

  remove: sensitiveProcedure('risk.list')
    .input(z.object({ id: z.string().max(64), reason }))
    .mutation(({ ctx: { database, operator, now }, input: { id, reason: why } }) =>
      removeEntry(database, { entryId: id, reason: why, operator, now }),
    ),
})

export const riskSignsRouter = router({
  read: operatorProcedure('risk.read').query(({ ctx: { database, now } }) => readSigns(database, now)),
})
