// `pnpm tidy`: holds the whole repository to the rules of STYLE.md and ARCHITECTURE.md that no linter knows.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { exceptions } from './exceptions.ts'
import { readHouse } from './house.ts'
import { judge } from './judge.ts'
import { rules } from './rules/index.ts'

const { values } = parseArgs({ options: { report: { type: 'string' } } })
const verdicts = judge(readHouse(path.resolve(import.meta.dirname, '..', '..')), rules, exceptions)

for (const { rule, findings } of verdicts) {
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${rule.name}: ${rule.promise}`)
  for (const { path: place, line, problem } of findings) console.log(`    ${place}${line ? `:${line}` : ''}  ${problem}`)
}
const failed = verdicts.filter(({ findings }) => findings.length > 0).length
const passed = verdicts.length - failed
if (values.report) writeFileSync(values.report, JSON.stringify({ passed, failed }))
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
