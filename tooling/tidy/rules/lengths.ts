// Short enough to read in one go. Limits are a means: what reads better long is named in `exceptions.ts`, with its reason.
import type { SourceFile } from '../house.ts'
import type { Rule } from '../rule.ts'

const functionLinesMax = 70
const componentLinesMax = 120
const fileLinesMax = 400

export const lengths: Rule = {
  name: 'lengths',
  promise: `functions have at most ${functionLinesMax} lines, components ${componentLinesMax}, files ${fileLinesMax}`,
  check: ({ files }) =>
    files.flatMap((file) => [
      ...(file.lines > fileLinesMax ? [{ path: file.path, problem: `${file.lines} lines, more than ${fileLinesMax}` }] : []),
      ...tooLongFunctions(file),
    ]),
}

// In a test file the function around the tests is a heading, not a function.
const tooLongFunctions = (file: SourceFile) =>
  (file.isTest ? [] : file.functions).flatMap(({ name, line, lines }) => {
    const isComponent = file.path.endsWith('.tsx') && /^[A-Z]/.test(name)
    const most = isComponent ? componentLinesMax : functionLinesMax
    return lines > most ? [{ path: file.path, line, problem: `${name} has ${lines} lines, more than ${most}` }] : []
  })
