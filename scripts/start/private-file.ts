// A file with secrets in it: never readable by anybody else, and never seen half written.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export function writePrivateFile(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${content}\n`, { mode: 0o600 })
  renameSync(draft, file)
}
