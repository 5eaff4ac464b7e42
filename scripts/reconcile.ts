// `pnpm reconcile`: every invariant of the books, green or red, from one snapshot. Of a running Farebox, or of DATABASE_URL.
import { connectDatabase } from '@farebox/db'
import { type Finding, reconcile } from '@farebox/ledger/reconcile'
import { readRunning } from './start/running-file.ts'

const database = connectDatabase(process.env.DATABASE_URL ?? readRunning().databaseUrl)
try {
  const findings = await reconcile(database)
  for (const finding of findings) console.log(lineOf(finding))
  const broken = findings.filter((finding) => finding.breaks.length > 0)
  console.log(broken.length === 0 ? '\nThe books reconcile.' : `\n${broken.length} of ${findings.length} invariants are broken.`)
  process.exitCode = broken.length === 0 ? 0 : 1
} finally {
  await database.$disconnect()
}

function lineOf({ number, says, breaks }: Finding): string {
  const [mark, colour] = breaks.length === 0 ? ['ok    ', 32] : ['BROKEN', 31]
  const rows = breaks.map((row) => `\n            ${JSON.stringify(row)}`).join('')
  return `\u001b[${colour}m${mark}\u001b[0m ${String(number).padStart(2)}  ${says}${rows}`
}
