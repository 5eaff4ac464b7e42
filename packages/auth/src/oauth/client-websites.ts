// The websites an app runs on, as its client knows them: what its script may learn there, and who may be told what a user decided.
import type { Database } from '@farebox/db'
import { type ClientFacts, findClientFacts } from './oauth-clients.ts'
import { isLocalPage } from './redirect-uris.ts'
import { websitesOf } from './websites-of.ts'

export type ClientWebsites = ClientFacts & { redirectUris: string[]; origins: string[] }

/** Of public clients only: a server's has no page. */
export async function findClientWebsites(database: Database, clientId: string): Promise<ClientWebsites | undefined> {
  const facts = await findClientFacts(database, clientId)
  if (!facts) return undefined
  const [{ kind, redirectUris }, registered] = await Promise.all([
    database.oAuthClient.findUniqueOrThrow({ where: { clientId } }),
    database.appOrigin.findMany({ where: { appId: facts.appId } }),
  ])
  if (kind !== 'public') return undefined
  const origins = [...websitesOf({ origins: registered }, facts.mode), ...redirectUris.map((uri) => new URL(uri).origin)]
  return { ...facts, redirectUris, origins: [...new Set(origins)] }
}

export function isWebsiteOf({ origins, mode }: ClientWebsites, origin: string): boolean {
  return origins.includes(origin) || (mode === 'sandbox' && isLocalPage(origin) && new URL(origin).origin === origin)
}
