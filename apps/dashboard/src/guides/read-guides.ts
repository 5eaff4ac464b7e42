// The guides as files: docs/guides is their only source. Their host is replaced by the one that serves this reader.
import 'server-only'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { env } from '../env'

const folder = path.join(process.cwd(), '..', '..', 'docs', 'guides')

export type Guide = { name: string; title: string; text: string }

/** The table of contents, as docs/guides/README.md has it. */
export const readContents = (): Guide => read('README')

/** Undefined where there is no guide of this name. */
export function readGuide(name: string): Guide | undefined {
  return guideNames().includes(name) ? read(name) : undefined
}

const guideNames = () =>
  readdirSync(folder)
    .map((file) => path.basename(file, '.md'))
    .filter((name) => name !== 'README')

function read(name: string): Guide {
  const text = readFileSync(path.join(folder, `${name}.md`), 'utf8')
  const [heading = name, ...rest] = text.split('\n')
  return { name, title: heading.replace(/^# /, ''), text: rest.join('\n').replaceAll('https://api.farebox.example', env().GATEWAY_URL) }
}
