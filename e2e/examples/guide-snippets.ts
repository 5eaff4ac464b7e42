// Reads the snippets of a guide: each fenced block of JavaScript or shell, with the output that is printed under it; and each block
// that is a file of the repository, whose path stands behind its language.
import { readFileSync } from 'node:fs'

export type Snippet = {
  /** The line in the guide where the block begins. */
  line: number
  language: 'js' | 'sh'
  source: string
  /** What the text promises that it prints; `…` stands for anything. */
  expected: string | undefined
}

const FENCE = /^```(\w+)?.*\n([\s\S]*?)^```$/gm

export function snippetsOf(file: string): Snippet[] {
  const text = readFileSync(file, 'utf8')
  const blocks = [...text.matchAll(FENCE)].map(({ 1: language, 2: source = '', index }) => ({
    language,
    source,
    line: text.slice(0, index).split('\n').length,
  }))
  return blocks.flatMap(({ language, source, line }, place) => {
    if (language !== 'js' && language !== 'sh') return []
    const next = blocks[place + 1]
    return [{ language, source, line, expected: next?.language === 'text' ? next.source : undefined }]
  })
}

export type PrintedFile = { path: string; source: string }

/** Blocks that say which file they are. */
export function printedFilesOf(file: string): PrintedFile[] {
  const named = readFileSync(file, 'utf8').matchAll(/^```\w+ (\S+\/\S+)\n([\s\S]*?)^```$/gm)
  return [...named].map(([, path = '', source = '']) => ({ path, source }))
}

/** Whether printed output is what the guide shows: line by line in order, `…` standing for anything, runs of blanks for one. */
export function fits(printed: string, expected: string): boolean {
  const squeezed = (text: string) => text.trim().replace(/\s+/g, ' ')
  const pattern = squeezed(expected).split('…').map(escaped).join('[\\s\\S]*')
  return new RegExp(`^${pattern}$`).test(squeezed(printed))
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
