// A reader who opens a file is told first what lives there. An index says it with its exports, a configuration with its name.
import type { Rule } from '../rule.ts'

export const opening: Rule = {
  name: 'opening',
  promise: 'every file opens with a comment that says what lives there',
  check: ({ files }) =>
    files
      .filter(({ path }) => !/\/index\.ts$|\.config\.\w+$/.test(path))
      .filter(({ text }) => !/^(#!.*\n)?(['"]use \w+['"];?\s*\n\s*)?(\/\/|\/\*)/.test(text))
      .map(({ path }) => ({ path, line: 1, problem: 'does not open with a comment that says what lives there' })),
}
