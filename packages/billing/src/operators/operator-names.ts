// Operators as others see them: a name beside an id, also of those who have left.
import type { Database } from '@farebox/db'

export type OperatorName = { id: string; name: string }

export async function operatorNames(database: Database, ids: readonly (string | null)[]): Promise<Map<string, OperatorName>> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  const operators = await database.operator.findMany({ where: { id: { in: known } }, select: { id: true, name: true } })
  return new Map(operators.map((operator) => [operator.id, operator]))
}
