// Operators by name, where a page shows who did something.
import type { DatabaseTransaction } from '@farebox/db'

export type NamedOperator = { id: string; name: string }
export type OperatorNames = (id: string | null) => NamedOperator | null

export async function operatorNames(database: DatabaseTransaction, ids: readonly (string | null)[]): Promise<OperatorNames> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const operators = await database.operator.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } })
  const byId = new Map(operators.map((operator) => [operator.id, operator]))
  return (id) => (id === null ? null : (byId.get(id) ?? { id, name: 'Somebody who left' }))
}
