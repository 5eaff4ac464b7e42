// Each rule, shown one thing it must find and one it must leave alone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHouse } from './house.ts'
import { judge } from './judge.ts'
import { rules } from './rules/index.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'tidy-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** The problems that one rule finds in a repository of these files. */
function problems(ruleName: string, files: Record<string, string>): string[] {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  const rule = rules.filter(({ name }) => name === ruleName)
  expect(rule).toHaveLength(1)
  return judge(readHouse(root), rule, []).flatMap(({ findings }) => findings.map((finding) => `${finding.path}: ${finding.problem}`))
}

describe('directions', () => {
  it('lets imports run down and not up', () => {
    expect(problems('directions', { 'packages/ledger/src/a.ts': "import '@farebox/money'\nimport '@farebox/billing/jobs'" })).toEqual([
      'packages/ledger/src/a.ts: ledger may not import billing',
    ])
  })
  it('keeps apps away from the books', () => {
    expect(problems('directions', { 'apps/wallet/src/a.ts': "import '@farebox/ledger'\nimport '@farebox/billing/routers'" })).toEqual([
      'apps/wallet/src/a.ts: wallet may not import ledger',
    ])
  })
  it('finds a relative path out of a package, also in what is passed on', () => {
    expect(problems('directions', { 'packages/money/src/a.ts': "export * from '../../db/src/index.ts'" })).toHaveLength(1)
  })
  it('lets tests use a database and the stand-ins', () => {
    expect(
      problems('directions', { 'packages/pricing/src/a.test.ts': "import '@farebox/db/testing'\nimport '@farebox/stand-ins'" }),
    ).toEqual([])
  })
})

describe('circles', () => {
  const back = { 'packages/money/src/b.ts': "import './a.ts'" }
  it('finds the long way round', () => {
    expect(problems('circles', { 'packages/money/src/a.ts': "import { b } from './b.ts'", ...back })).toHaveLength(1)
  })
  it('does not count types', () => {
    expect(problems('circles', { 'packages/money/src/a.ts': "import type { B } from './b.ts'", ...back })).toEqual([])
  })
})

describe('owners', () => {
  it('keeps pg, Prisma and Stripe with their owners', () => {
    const files = { 'packages/billing/src/a.ts': "import pg from 'pg'", 'packages/db/src/a.ts': "import pg from 'pg'" }
    expect(problems('owners', files)).toEqual(['packages/billing/src/a.ts: pg belongs to another package'])
    expect(
      problems('owners', { 'packages/billing/src/a.ts': '', 'packages/billing/src/topups/a.ts': "import Stripe from 'stripe'" }),
    ).toHaveLength(1)
    expect(
      problems('owners', { 'packages/billing/src/topups/a.ts': '', 'packages/billing/src/stripe/a.ts': "import Stripe from 'stripe'" }),
    ).toEqual([])
  })
  it('reads the environment in env.ts only, and is not fooled by a text about it', () => {
    const files = {
      'apps/gateway/src/a.ts': 'process.env.PORT',
      'apps/gateway/src/env.ts': 'process.env.PORT',
      'apps/gateway/src/b.ts': "'process.env.PORT'",
    }
    expect(problems('owners', files)).toEqual(['apps/gateway/src/a.ts: process.env is read in env.ts only'])
  })
  it('lets only the ledger write the books', () => {
    const write = 'transaction.lot.update({})'
    expect(problems('owners', { 'packages/billing/src/a.ts': write, 'packages/ledger/src/a.ts': write })).toHaveLength(1)
    expect(problems('owners', { 'packages/billing/src/a.ts': "sql('insert into transfer (id) values (1)')" })).toHaveLength(1)
    expect(problems('owners', { 'packages/billing/src/a.ts': 'database.app.update({})' })).toEqual([])
  })
})

describe('money', () => {
  it('finds floats and divisions near it', () => {
    for (const text of ['value.toFixed(2)', "parseFloat('1')", 'Number(amountMicrocents)', 'totalMicrocents / count', 'total / 100n']) {
      expect(problems('money', { 'packages/billing/src/a.ts': text }), text).toHaveLength(1)
    }
  })
  it('leaves other numbers alone', () => {
    expect(problems('money', { 'packages/billing/src/a.ts': 'Number(port)\nelapsedMs / 1000' })).toEqual([])
  })
})

describe('the other rules', () => {
  it('types: finds any and double casts', () => {
    expect(
      problems('types', { 'packages/money/src/a.ts': 'const a = b as unknown as C\nfunction f(x: any) { return x as D }' }),
    ).toHaveLength(2)
  })
  it('lengths: counts functions, components and files', () => {
    const body = 'x()\n'.repeat(80)
    expect(problems('lengths', { 'packages/money/src/a.ts': `const long = () => {\n${body}}` })).toEqual([
      'packages/money/src/a.ts: long has 82 lines, more than 70',
    ])
    expect(problems('lengths', { 'packages/money/src/a.ts': '', 'packages/ui/src/a.tsx': `function Card() {\n${body}}` })).toEqual([])
    expect(problems('lengths', { 'packages/money/src/a.ts': 'x()\n'.repeat(401) })).toHaveLength(1)
  })
  it('places: refuses vague rooms and other cases, but not what Next prescribes', () => {
    const files = {
      'apps/wallet/src/utils/a.ts': '',
      'packages/money/src/someThing.ts': '',
      'apps/wallet/src/app/(user)/[walletId]/[...all]/page.tsx': '',
    }
    expect(problems('places', files)).toHaveLength(2)
  })
  it('words: refuses shortened ones', () => {
    expect(problems('words', { 'packages/money/src/a.ts': 'const f = (req: string, amount: bigint) => req' })).toHaveLength(1)
  })
  it('opening: wants a comment first, also after a directive', () => {
    const files = { 'packages/ui/src/a.tsx': "'use client'\n\n// A button.\n", 'packages/ui/src/b.tsx': 'export const b = 1' }
    expect(problems('opening', files)).toHaveLength(1)
  })
  it('readmes: wants every heading of the contract', () => {
    const whole = '# Money\n## Vocabulary\n## Owns\n## Does not own\n## Invariants\n'
    expect(problems('readmes', { 'packages/money/README.md': whole, 'packages/db/README.md': '# Db\n## Owns\n' })).toHaveLength(3)
  })
  it('movements: wants a test beside each', () => {
    const files = {
      'packages/ledger/src/movements/a.ts': '',
      'packages/ledger/src/movements/b.ts': '',
      'packages/ledger/src/movements/b.test.ts': '',
    }
    expect(problems('movements', files)).toEqual(['packages/ledger/src/movements/a.ts: a movement without a test'])
  })
  it('all-run: finds tests that do not', () => {
    const skipped = ['it', 'skip'].join('.')
    expect(problems('all-run', { 'packages/money/src/a.test.ts': `${skipped}('x', () => {})\nit('y', () => {})` })).toHaveLength(1)
  })
  it('codes: finds one that nothing throws', () => {
    const table = 'const codes = {\n  used_code: {},\n  idle_code: {},\n}'
    expect(
      problems('codes', { 'packages/errors/src/codes.ts': table, 'packages/money/src/a.ts': "throw new AppError('used_code')" }),
    ).toEqual(['packages/errors/src/codes.ts: idle_code is used nowhere'])
  })
})

describe('an exception', () => {
  it('excuses what it names, and is reported when it excuses nothing', () => {
    mkdirSync(path.join(root, 'packages/money/src'), { recursive: true })
    writeFileSync(path.join(root, 'packages/money/src/a.ts'), 'let x: any')
    const needed = { rule: 'types', path: 'packages/money/src/a.ts', because: 'a test' }
    const idle = { rule: 'types', path: 'packages/money/src/b.ts', because: 'a test' }
    const verdicts = judge(
      readHouse(root),
      rules.filter(({ name }) => name === 'types'),
      [needed, idle],
    )
    expect(verdicts.map(({ rule, findings }) => [rule.name, findings.length])).toEqual([
      ['types', 0],
      ['exceptions', 1],
    ])
  })
})
