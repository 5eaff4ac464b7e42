// Tests are there, all of them run, and each way to move money has its own.
import type { Rule } from '../rule.ts'
import { linesWith } from './owners.ts'

export const movements: Rule = {
  name: 'movements',
  promise: 'every movement of money has a test of its own beside it',
  check: ({ files }) => {
    const all = new Set(files.map(({ path }) => path))
    return files
      .filter(({ path, isTest }) => /^packages\/ledger\/src\/movements\/[\w-]+\.ts$/.test(path) && !isTest && !path.endsWith('/index.ts'))
      .filter(({ path }) => !all.has(path.replace(/\.ts$/, '.test.ts')))
      .map(({ path }) => ({ path, problem: 'a movement without a test' }))
  },
}

export const allRun: Rule = {
  name: 'all-run',
  promise: 'no test is skipped or run alone, and nothing is left for later',
  check: ({ files }) =>
    files.flatMap((file) => [
      ...(file.isTest ? linesWith(file, /\b(it|test|describe)\.(skip|only|todo|fixme)\b/) : []).map((line) => ({
        path: file.path,
        line,
        problem: 'every test runs',
      })),
      ...file.text
        .split('\n')
        .flatMap((text, index) =>
          /\/[/*] *(TO[D]O|FIX[M]E)\b/.test(text) ? [{ path: file.path, line: index + 1, problem: 'do it now, or open an issue' }] : [],
        ),
    ]),
}
