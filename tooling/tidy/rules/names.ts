// Whole words, and no rooms where anything goes.
import type { Rule } from '../rule.ts'

const vaguePlaces = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'lib', 'misc', 'core'])
const shortNames = new Set([
  'req',
  'res',
  'opts',
  'msg',
  'ctx',
  'cb',
  'tmp',
  'cfg',
  'conf',
  'arr',
  'obj',
  'val',
  'idx',
  'len',
  'str',
  'num',
  'evt',
  'err',
  'btn',
])

export const places: Rule = {
  name: 'places',
  promise: 'files and folders are in kebab-case and named for what is in them',
  check: ({ files }) =>
    files.flatMap(({ path }) =>
      path.split('/').flatMap((part) => {
        const word = part.replace(/\..*$/, '')
        if (vaguePlaces.has(word)) return [{ path, problem: `"${word}" names nothing: anything could be in it` }]
        // Next gives brackets (with a variable's name in them), parentheses and @ a meaning, SvelteKit a + in front.
        return /^[a-z0-9.-]+$/.test(part.replace(/\[\[?(\.\.\.)?\w+\]?\]|[()@_]|^\+/g, '-'))
          ? []
          : [{ path, problem: `"${part}" is not in kebab-case` }]
      }),
    ),
}

export const words: Rule = {
  name: 'words',
  promise: 'variables and parameters have names made of whole words',
  check: ({ files }) =>
    files.flatMap(({ path, names }) =>
      names
        .filter(({ text }) => shortNames.has(text))
        .map(({ text, line }) => ({ path, line, problem: `"${text}" is not a word; say what it is` })),
    ),
}
