// Whoever is woken by an alert finds what to do: every kind has its heading in the runbooks, and they have no other.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AlertKind, alertKinds, runbookAnchor } from './alert-kinds.ts'

const root = path.resolve(import.meta.dirname, '../../../..')

describe('the runbooks', () => {
  it('have a heading for each kind of alert, and for nothing else', () => {
    const text = readFileSync(path.join(root, 'docs/operations/runbooks.md'), 'utf8')
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, words = '']) => words.toLowerCase().replaceAll(' ', '-'))
    const anchors = (Object.keys(alertKinds) as AlertKind[]).map((kind) => runbookAnchor(kind).split('#')[1])
    expect(headings.sort()).toEqual(anchors.sort())
  })
})
