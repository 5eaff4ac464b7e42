// Builds the package: each entry as a module for bundlers, and v1.js with its sheet as files for a script tag, under names that say
// what is in them, so that a browser may keep them for ever.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'

const root = import.meta.dirname
const dist = path.join(root, 'dist')
const entries = ['', 'server', 'next', 'react', 'ai-sdk']

await Promise.all([buildEntries(), buildScript()])

async function buildEntries(): Promise<void> {
  const input = entries.flatMap((entry) => {
    const source = path.join(root, 'src', entry, 'index.ts')
    return existsSync(source) ? [[path.posix.join(entry, 'index'), source] as const] : []
  })
  rmSync(path.join(dist, 'parts'), { recursive: true, force: true })
  // What is not ours is the reader's own: their React, their Next.
  const bundle = await rolldown({
    input: Object.fromEntries(input),
    external: /^[^./]/,
    platform: 'neutral',
    // The directive of the entry for React stays, which is what bundlers look for.
    onLog: (level, log, tell) => log.code === 'MODULE_LEVEL_DIRECTIVE' || tell(level, log),
  })
  await bundle.write({ dir: dist, format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' })
}

async function buildScript(): Promise<void> {
  const folder = path.join(dist, 'v1')
  mkdirSync(folder, { recursive: true })
  const sheetCode = await bundled('src/sheet/index.ts', 'es')
  const sheet = `v1-sheet.${hashOf(sheetCode)}.js`
  const code = await bundled('src/browser/script-tag.ts', 'iife', { SHEET_FILE: JSON.stringify(`/${sheet}`) })
  const file = `v1.${hashOf(code)}.js`
  const integrity = `sha384-${createHash('sha384').update(code).digest('base64')}`
  const manifest = `${JSON.stringify({ file, sheet, integrity }, null, 2)}\n`
  const files = { [sheet]: sheetCode, [file]: code, 'v1.js': code, 'v1.json': manifest }
  for (const [name, text] of Object.entries(files)) writeWhole(path.join(folder, name), text)
  for (const name of readdirSync(folder)) if (!(name in files)) rmSync(path.join(folder, name))
}

async function bundled(source: string, format: 'es' | 'iife', define: Record<string, string> = {}): Promise<string> {
  const bundle = await rolldown({ input: path.join(root, source), platform: 'browser', transform: { define, target: 'es2022' } })
  const { output } = await bundle.generate({ format, minify: true })
  const [{ code }] = output
  return code
}

/** A gateway may be reading: it finds the file before or after, never half of it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 12)
}
