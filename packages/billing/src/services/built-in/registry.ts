// Every built-in service, found by reading this folder: a file that ends in `.service.ts` is one.
import { readdirSync } from 'node:fs'
import { assert } from '@farebox/errors'
import type { BuiltInService, Vendor } from './built-in-service.ts'

const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.service.ts'))

export const builtInServices: readonly BuiltInService[] = await Promise.all(
  names.toSorted().map(async (file) => {
    const { service }: { service: BuiltInService } = await import(/* @vite-ignore */ new URL(file, import.meta.url).href)
    return service
  }),
)

const ids = builtInServices.flatMap(({ models }) => models.map(({ id }) => id))
assert(new Set(ids).size === ids.length, 'no two services have a model of the same id')

/** Environment variables that vendors of services read: the gateway hands them on. */
export const serviceVariables: readonly string[] = [
  ...new Set(builtInServices.flatMap(({ models }) => models.map(({ vendor }) => vendor)).flatMap(variablesOf)),
]

function variablesOf(vendor: Vendor | 'embedded'): readonly string[] {
  return vendor === 'embedded' ? [] : [...vendor.requires, ...(vendor.reads ?? [])]
}
