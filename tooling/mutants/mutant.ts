// A mutant: one change to production code that breaks one promise, and the test file that must notice.

export type Mutant = {
  /** The promise it breaks; a test whose title begins with this number has to turn red. */
  promise: string
  /** What the change would mean if somebody made it. */
  breaks: string
  /** The file that changes, and what in it; `find` occurs there exactly once. */
  file: string
  find: string
  replace: string
  /** The test file that is run. */
  test: string
}

/** How the test run is told about a change of a TypeScript file (vitest.config.ts applies it; nothing on disk changes). */
export const mutantVariable = 'FAREBOX_MUTANT'

/** And of the promise that is broken. */
export const promiseVariable = 'FAREBOX_MUTANT_PROMISE'

export type AppliedMutant = Pick<Mutant, 'file' | 'find' | 'replace'>

export function mutated(source: string, { file, find, replace }: AppliedMutant): string {
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`The mutant of ${file} looks for text that occurs ${places} times: ${find}`)
  return source.replace(find, () => replace)
}

/** A test carries the numbers its title begins with: `it('M69, M70: …')`. */
export function carries(title: string, promise: string): boolean {
  return (/^((?:[MSG]\d+(?:, )?)+):/.exec(title)?.[1] ?? '').split(', ').includes(promise)
}
