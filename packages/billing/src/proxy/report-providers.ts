// The gateway says what it was given to reach each provider: only it knows its keys, and the console wants to show which are there.
import type { Database } from '@farebox/db'
import type { ProviderSettings } from './choose-provider.ts'
import { providerList } from './providers/provider-list.ts'

export type ProviderAccess = 'key' | 'address' | 'stand_in' | 'none'

/** Written when a gateway starts. Never a key, nor any part of one. */
export async function reportProviders(database: Database, settings: ProviderSettings, now: Date): Promise<void> {
  for (const { name } of providerList) {
    const said = { access: accessTo(name, settings), reportedAt: now }
    await database.providerReport.upsert({ where: { provider: name }, create: { provider: name, ...said }, update: said })
  }
}

function accessTo(name: string, { providers, standInUrl, standInForLive }: ProviderSettings): ProviderAccess {
  const given = providers[name]
  if (given?.key) return 'key'
  if (name === 'ollama' && given?.baseUrl) return 'address'
  return standInUrl && standInForLive ? 'stand_in' : 'none'
}
