// What OpenRouter calls models of other vendors. It asks their list price for them, so a call costs the same either way.
import type { ModelFacts } from '@farebox/pricing'

const names: Readonly<Record<string, string>> = {
  'anthropic:claude-sonnet-4-20250514': 'anthropic/claude-sonnet-4',
  'anthropic:claude-sonnet-4-5-20250929': 'anthropic/claude-sonnet-4.5',
  'anthropic:claude-haiku-4-5-20251001': 'anthropic/claude-haiku-4.5',
  'anthropic:claude-opus-4-1-20250805': 'anthropic/claude-opus-4.1',
  'anthropic:claude-opus-4-5-20251101': 'anthropic/claude-opus-4.5',
  'google:gemini-2.5-pro': 'google/gemini-2.5-pro',
  'google:gemini-2.5-flash': 'google/gemini-2.5-flash',
  'google:gemini-2.5-flash-lite': 'google/gemini-2.5-flash-lite',
}

const vendorsModels: ReadonlyMap<string, string> = new Map(Object.entries(names).map(([ours, theirs]) => [theirs, ours]))

export function openrouterName({ provider, id }: ModelFacts): string | undefined {
  return names[`${provider}:${id}`]
}

/** `anthropic/claude-sonnet-4` → `anthropic:claude-sonnet-4-20250514`. */
export function vendorsModel(theirName: string): string | undefined {
  return vendorsModels.get(theirName)
}
