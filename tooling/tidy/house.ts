// The house as the rules see it: every source file, parsed once, with its imports and functions.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

export type Import = { from: string; line: number; typeOnly: boolean; target: string | undefined }
export type FunctionFact = { name: string; line: number; lines: number }
export type Occurrence = { line: number; text: string }

export type SourceFile = {
  /** From the repository's root, with forward slashes. */
  path: string
  /** `packages/money`, `apps/wallet`, `scripts`, … */
  room: string
  text: string
  lines: number
  isTest: boolean
  imports: Import[]
  functions: FunctionFact[]
  /** Names that the file itself gives to variables and parameters. */
  names: Occurrence[]
  anys: Occurrence[]
  doubleCasts: Occurrence[]
  calls: (Occurrence & { callee: string; argument: string })[]
  divisions: Occurrence[]
  environmentReads: Occurrence[]
}

export type House = { root: string; files: SourceFile[]; rooms: string[] }

const roomParents = ['packages', 'apps', 'examples']
const plainRooms = ['scripts', 'tooling', 'prisma', 'e2e', 'benchmarks']
const ignoredFolders = new Set(['node_modules', '.next', '.turbo', 'generated', 'dist', 'migrations'])

export function readHouse(root: string): House {
  const rooms = [
    ...roomParents.flatMap((parent) => foldersIn(path.join(root, parent)).map((name) => `${parent}/${name}`)),
    ...plainRooms.filter((name) => existsSync(path.join(root, name))),
  ]
  const files = rooms.flatMap((room) => sourcePaths(root, room).map((file) => readSource(root, room, file)))
  return { root, files, rooms }
}

const foldersIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])) : []

function sourcePaths(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${folder}/${entry.name}`
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) || entry.name.startsWith('.') ? [] : sourcePaths(root, inside)
    return /\.(ts|tsx|mts|mjs)$/.test(entry.name) && entry.name !== 'next-env.d.ts' ? [inside] : []
  })
}

export function readSource(root: string, room: string, file: string): SourceFile {
  return parseSource(root, room, file, readFileSync(path.join(root, file), 'utf8'))
}

export function parseSource(root: string, room: string, file: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)]
  const lineOf = (position: number) => lineStarts.findLastIndex((start) => start <= position) + 1
  const place = (node: Spanned): Occurrence => ({ line: lineOf(node.start), text: text.slice(node.start, node.end) })
  const source: SourceFile = {
    path: file,
    room,
    text,
    lines: lineStarts.length,
    isTest: /\.(test|spec)\.tsx?$/.test(file) || /\/(test|testing|e2e)\//.test(`/${file}`) || /\/testing(-[\w-]+)?\.ts$/.test(file),
    imports: importsOf(root, file, module, lineOf),
    functions: [],
    names: [],
    anys: [],
    doubleCasts: [],
    calls: [],
    divisions: [],
    environmentReads: [],
  }
  collect(program, source, text, place, lineOf)
  return source
}

type Spanned = { start: number; end: number }
type Parsed = ReturnType<typeof parseSync>

function importsOf(root: string, file: string, module: Parsed['module'], lineOf: (position: number) => number): Import[] {
  const made = (from: string, start: number, typeOnly: boolean) => ({
    from,
    line: lineOf(start),
    typeOnly,
    target: targetOf(root, file, from),
  })
  const plain = module.staticImports.map(({ moduleRequest, entries, start }) =>
    made(moduleRequest.value, start, entries.length > 0 && entries.every((entry) => entry.isType)),
  )
  const passedOn = module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [made(moduleRequest.value, start, isType)] : [])),
  )
  return [...plain, ...passedOn]
}

/** The file a relative import names, from the root; nothing for packages. */
function targetOf(root: string, file: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  const target = path.posix.join(path.posix.dirname(file), from)
  const candidates = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`]
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(path.join(root, candidate))) ?? target
}

function collect(
  program: Parsed['program'],
  source: SourceFile,
  text: string,
  place: (node: Spanned) => Occurrence,
  lineOf: (position: number) => number,
): void {
  const nameAt = new Map<number, string>()
  const addFunction = (node: Spanned, own: string | undefined) => {
    const line = lineOf(node.start)
    source.functions.push({ name: own ?? nameAt.get(node.start) ?? 'a function', line, lines: lineOf(node.end) - line + 1 })
  }
  const addName = (pattern: { type: string; name?: string } & Spanned) => {
    if (pattern.type === 'Identifier' && pattern.name) source.names.push({ ...place(pattern), text: pattern.name })
  }
  new Visitor({
    VariableDeclarator: (node) => {
      addName(node.id)
      if (node.init && node.id.type === 'Identifier') nameAt.set(node.init.start, node.id.name)
    },
    FunctionDeclaration: (node) => {
      node.params.forEach(addName)
      addFunction(node, node.id?.name)
    },
    FunctionExpression: (node) => {
      node.params.forEach(addName)
      addFunction(node, node.id?.name)
    },
    ArrowFunctionExpression: (node) => {
      node.params.forEach(addName)
      addFunction(node, undefined)
    },
    TSAnyKeyword: (node) => void source.anys.push(place(node)),
    TSAsExpression: (node) => {
      if (node.expression.type === 'TSAsExpression' && node.expression.typeAnnotation.type === 'TSUnknownKeyword')
        source.doubleCasts.push(place(node))
    },
    CallExpression: (node) => {
      const argument = node.arguments[0]
      source.calls.push({
        ...place(node),
        callee: text.slice(node.callee.start, node.callee.end),
        argument: argument ? text.slice(argument.start, argument.end) : '',
      })
    },
    MemberExpression: (node) => {
      if (/^process\.env$/.test(text.slice(node.start, node.end))) source.environmentReads.push(place(node))
    },
    BinaryExpression: (node) => {
      if (node.operator === '/') source.divisions.push(place(node))
    },
  }).visit(program)
}
