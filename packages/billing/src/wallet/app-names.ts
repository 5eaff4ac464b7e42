// Names of apps for screens, by id.
import type { Database } from '@farebox/db'

export async function appNames(database: Database, appIds: readonly (string | null)[]): Promise<Map<string, string>> {
  const ids = [...new Set(appIds.filter((id) => id !== null))]
  const apps = await database.app.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(apps.map(({ id, name }) => [id, name]))
}
