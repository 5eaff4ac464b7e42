// Lets a test run see one source file changed, without changing it on disk.
import path from 'node:path'
import { type AppliedMutant, mutantVariable, mutated } from './mutant.ts'

type LoadPlugin = { name: string; enforce: 'pre'; transform: (code: string, id: string) => string | undefined }

/** For `plugins` of vitest.config.ts: nothing unless the environment names a mutant. */
export function applyMutant(root: string): LoadPlugin[] {
  const named = process.env[mutantVariable]
  if (!named) return []
  const mutant: AppliedMutant = JSON.parse(named)
  const file = path.join(root, mutant.file)
  const transform = (code: string, id: string) => (id.split('?')[0] === file ? mutated(code, mutant) : undefined)
  return [{ name: 'farebox-mutant', enforce: 'pre', transform }]
}
