// What a provider wrote to its cache, by how long it lives there: providers count it without saying, and the request knows.
import { type Usage, usageOf } from '@farebox/pricing'
import type { WireRequest } from './wires/wire.ts'

export function writtenFor(usage: Usage | undefined, { cacheWrites }: WireRequest): Usage | undefined {
  if (cacheWrites !== 'one hour' || !usage?.cache_write) return usage
  const { cache_write: written, cache_write_1h: writtenForAnHour = 0, ...rest } = usage
  return usageOf({ ...rest, cache_write_1h: writtenForAnHour + written })
}
