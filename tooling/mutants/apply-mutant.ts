// Lets a test run see one source file changed, without changing it on disk.
import path from 'node:path'
import { type AppliedMutant, mutantVariable, mutated } from './mutant.ts'

type KeyedCache = { defineCacheKeyGenerator: (key: (module: { id: string }) => false | undefined) => void }
type LoadPlugin = {
  name: string
  enforce: 'pre'
  transform: (code: string, id: string) => string | undefined
  configureVitest: (cache: KeyedCache) => void
}

/** For `plugins` of vitest.config.ts: nothing unless the environment names a mutant. */
export function applyMutant(root: string): LoadPlugin[] {
  const named = process.env[mutantVariable]
  if (!named) return []
  const mutant: AppliedMutant = JSON.parse(named)
  const file = path.join(root, mutant.file)
  const isChanged = (id: string) => id.split('?')[0] === file
  const transform = (code: string, id: string) => (isChanged(id) ? mutated(code, mutant) : undefined)
  // Vitest remembers modules as it loaded them; the changed one must neither be missed for that nor be remembered.
  const configureVitest = ({ defineCacheKeyGenerator }: KeyedCache) =>
    defineCacheKeyGenerator(({ id }) => (isChanged(id) ? false : undefined))
  return [{ name: 'farebox-mutant', enforce: 'pre', transform, configureVitest }]
}
