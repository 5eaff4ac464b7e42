// Every procedure of the console, whoever wrote it: it names a permission, refuses every role without it, and asks for a fresh code
// where it says so. A new procedure that forgets this fails here.
import { CONFIRMED_MS, type Operator } from '@farebox/auth/operator'
import { operatorPermissions, operatorRoles, roleMay } from '@farebox/auth/operator-permissions'
import { newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { operatorRouter } from '../operator-router.ts'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { ledgerDatabase } from '../testing/world.ts'
import type { OperatorMeta } from './operator-procedure.ts'
import { recordDeed } from './record-deed.ts'

type Described = { _def: { type: 'query' | 'mutation'; meta?: Partial<OperatorMeta> } }
const procedures = Object.entries<unknown>(operatorRouter._def.procedures).map(([path, found]) => [path, found as Described] as const)

const ledger = opened(ledgerDatabase)

const anOperator = (role: Operator['role']): Operator => ({
  ...{ id: newId(), email: 'someone@farebox.test', name: 'Someone', role },
  confirmedUntil: new Date(Date.now() + CONFIRMED_MS),
})

/** Calls a procedure by its path, without input: permission is asked before the input is looked at. */
async function call(path: string, operator: Operator | undefined): Promise<{ code: string | undefined }> {
  const caller: unknown = asOperator(ledger.database, operator)
  const procedure = path.split('.').reduce((at, name) => (at as Record<string, unknown>)[name], caller)
  try {
    await (procedure as (input?: unknown) => Promise<unknown>)()
    return { code: undefined }
  } catch (failure) {
    return { code: ((failure as Error).cause as { code?: string } | undefined)?.code ?? String(failure) }
  }
}

describe('every procedure of the console', () => {
  it('names a permission of the table', () => {
    const without = procedures.filter(([, { _def }]) => !operatorPermissions.includes(_def.meta?.permission as never))
    expect(without.map(([path]) => path)).toEqual([])
    expect(procedures.length).toBeGreaterThan(10)
  })

  it('refuses a stranger, and every role without its permission', async () => {
    const wrong: string[] = []
    for (const [path, { _def }] of procedures) {
      if ((await call(path, undefined)).code !== 'sign_in_required') wrong.push(`${path} lets a stranger in`)
      for (const role of operatorRoles) {
        const isLetIn = (await call(path, anOperator(role))).code !== 'operator_not_allowed'
        const may = _def.meta?.permission !== undefined && roleMay(role, _def.meta.permission)
        if (isLetIn !== may) wrong.push(`${path}: ${role} is ${isLetIn ? 'let in' : 'refused'}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('asks for a fresh code where it is sensitive, and only there', async () => {
    const wrong: string[] = []
    for (const [path, { _def }] of procedures) {
      const { code } = await call(path, { ...anOperator('admin'), confirmedUntil: undefined })
      if ((code === 'step_up_required') !== (_def.meta?.sensitive === true)) wrong.push(`${path}: ${code}`)
    }
    expect(wrong).toEqual([])
  })

  it('changes nothing of money, prices or switches without one', () => {
    const harmless = new Set(['clock.advance'])
    const unguarded = procedures.filter(
      ([path, { _def }]) =>
        _def.type === 'mutation' && !_def.meta?.sensitive && /^(prices|packages|switches)\./.test(path) && !harmless.has(path),
    )
    expect(unguarded.map(([path]) => path)).toEqual([])
  })
})

describe('the table of permissions', () => {
  it('gives each role what its work needs, and not the other’s', () => {
    const matrix = (role: Operator['role']) => operatorPermissions.filter((permission) => roleMay(role, permission))
    expect(matrix('admin')).toEqual(operatorPermissions)
    for (const [role, permission] of [
      ['support', 'payouts.decide'],
      ['support', 'adjustments.propose'],
      ['support', 'prices.change'],
      ['support', 'switches.turn'],
      ['finance', 'prices.change'],
      ['finance', 'switches.turn'],
      ['engineer', 'payouts.decide'],
      ['engineer', 'payouts.read'],
      ['engineer', 'adjustments.approve'],
      ['engineer', 'users.read'],
      ['engineer', 'packages.change'],
    ] as const) {
      expect([role, permission, roleMay(role, permission)]).toEqual([role, permission, false])
    }
  })
})

describe('the audit log', () => {
  it('takes rows and never gives one up: not to the apps, not to the owner of the tables', async () => {
    const operator = await makeOperator(ledger.url, 'finance')
    const deed = {
      operator,
      action: 'payout.approve',
      subject: 'po_1',
      details: { amount: '100' },
      now: new Date(),
      reason: 'looks right',
    } as const
    await ledger.database.$transaction((transaction) => recordDeed(transaction, deed))
    const [entry] = await ledger.database.auditEntry.findMany({ where: { actorId: operator.id } })
    expect(entry).toMatchObject({ actorKind: 'operator', action: 'payout.approve', subject: 'po_1', reason: 'looks right' })

    const where = { id: entry?.id ?? '' }
    await expect(ledger.database.auditEntry.update({ where, data: { reason: 'another' } })).rejects.toThrow()
    await expect(ledger.database.auditEntry.delete({ where })).rejects.toThrow()
    const owner = await connectAsOwner(ledger.url)
    for (const statement of [`update audit_entry set reason = 'x'`, 'delete from audit_entry', 'truncate audit_entry']) {
      await expect(owner.query(statement)).rejects.toThrow('added, never changed')
    }
    await owner.end()
  })

  it('is read newest first, by person, action and subject, a page at a time', async () => {
    const operator = await makeOperator(ledger.url, 'engineer')
    const at = Date.now()
    for (const [place, subject] of ['a', 'b', 'c'].entries()) {
      const deed = { operator, action: 'model.turned_off', subject, details: {}, now: new Date(at + place) } as const
      await ledger.database.$transaction((transaction) => recordDeed(transaction, deed))
    }
    const console = asOperator(ledger.database, operator)
    const first = await console.audit.list({ actorId: operator.id, limit: 2 })
    expect(first.rows.map(({ subject }) => subject)).toEqual(['c', 'b'])
    expect(first.rows[0]?.actor).toEqual({ kind: 'operator', id: operator.id, name: operator.name })
    const rest = await console.audit.list({ actorId: operator.id, limit: 2, after: first.nextCursor ?? undefined })
    expect([rest.rows.map(({ subject }) => subject), rest.nextCursor]).toEqual([['a'], null])
    expect((await console.audit.list({ action: 'model.', subject: 'b' })).rows).toHaveLength(1)
  })
})

describe('an operator', () => {
  it('is made by the owner of the tables only: the apps’ role can neither add one nor change a role', async () => {
    const { id } = await makeOperator(ledger.url, 'support')
    const data = { id: newId(), email: 'evil@farebox.test', name: 'Evil', role: 'admin' } as const
    await expect(ledger.database.operator.create({ data })).rejects.toThrow('permission denied')
    await expect(ledger.database.operator.update({ where: { id }, data: { role: 'admin' } })).rejects.toThrow('permission denied')
    await expect(ledger.database.operator.delete({ where: { id } })).rejects.toThrow('permission denied')
  })
})
