// What SQL books for a developer's own service is the movement that is written down: on random calls, transfer by transfer.
import { type LotKind, NIL_ID, newId } from '@farebox/db'
import { type Microcents, microcents, sum } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movement } from './movement.ts'
import { serviceSettled } from './movements/service-settled.ts'
import { post } from './post.ts'
import { holdRequest, ledgerWithHolds, opened, ownService, type PayingWorld, payingWorld } from './testing.ts'

const CASES = 200
const DAY_MS = 86_400_000
/** Another seed each run; the failure names it. */
const seed = Date.now() % 2_147_483_647

const ledger = opened(ledgerWithHolds)

const amount = fc.bigInt({ min: 1n, max: 10n ** 8n }).map((value) => microcents(value))
const lotsOf = (kind: LotKind, most: number) =>
  fc.array(fc.record({ kind: fc.constant(kind), amountMicrocents: amount }), { maxLength: most })
const oneCall = fc.record({
  lots: fc
    .tuple(lotsOf('grant', 2), lotsOf('promotion', 2), lotsOf('topup', 3))
    .map((kinds) => kinds.flat())
    .filter((lots) => lots.length > 0),
  /** Of all there is, and of what was held. */
  heldPermille: fc.oneof(fc.constant(1_000n), fc.bigInt({ min: 1n, max: 1_000n })),
  usedPermille: fc.oneof(fc.constant(1_000n), fc.bigInt({ min: 0n, max: 1_000n })),
  earns: fc.boolean(),
  isTrusted: fc.boolean(),
  /** Models' markup must never be added to a service. */
  markupBps: fc.constantFrom(0, 1_500, 10_000),
})
type OneCall = typeof oneCall extends fc.Arbitrary<infer Case> ? Case : never

async function worldOf({ lots, earns, isTrusted, markupBps }: OneCall) {
  const world = await payingWorld(ledger.database, { markupBps })
  await ledger.database.connection.update({
    where: { walletId_id: { walletId: world.walletId, id: world.connectionId } },
    data: { earnsMarkup: earns },
  })
  if (isTrusted) {
    await ledger.database.serviceTrust.create({
      data: { organizationId: world.organizationId, maturedMicrocents: 0n, trustedAt: new Date() },
    })
  }
  const made = lots.map((facts) => ({ ...facts, id: newId() }))
  const funding = movement({
    kind: 'test.lots',
    mode: 'live',
    transactionId: newId(),
    operationKey: `lots:${world.walletId}`,
    walletId: world.walletId,
    walletIds: [world.walletId],
    newLots: made.map(({ id, kind, amountMicrocents }) => ({
      ...{ walletId: world.walletId, id, kind, originalMicrocents: amountMicrocents },
      ...(kind === 'grant' && { appId: world.appId }),
    })),
    transfers: made.map(({ id, amountMicrocents }) => ({
      debit: { kind: 'promotion_cost', id: NIL_ID },
      credit: { kind: 'lot', id },
      amount: amountMicrocents,
    })),
  })
  await ledger.database.$transaction((transaction) => post(transaction, funding))
  return world
}

async function linesOf({ walletId }: PayingWorld, holdId: string) {
  const hold = await ledger.database.hold.findUniqueOrThrow({ where: { walletId_id: { walletId, id: holdId } } })
  return hold.lineLots.map((lotId, place) => ({
    lotId,
    kind: hold.lineKinds[place] as LotKind,
    amountMicrocents: microcents(hold.lineAmounts[place] as bigint),
  }))
}

async function bookedTransfers(walletId: string, transactionId: string) {
  const rows = await ledger.database.transfer.findMany({ where: { walletId, transactionId }, orderBy: { n: 'asc' } })
  return rows.map((row) => ({
    debit: { kind: row.debitKind, id: row.debitId },
    credit: { kind: row.creditKind, id: row.creditId },
    amount: row.amountMicrocents,
    ...(row.accrualDay && { accrualDay: row.accrualDay.toISOString().slice(0, 10) }),
  }))
}

async function settleOne(call: OneCall) {
  const world = await worldOf(call)
  const service = await ownService(ledger.database, world)
  const all = sum(call.lots.map((lot) => lot.amountMicrocents))
  const tooMuch = await ledger.holds.open(holdRequest(world, microcents(all + 1n), service))
  expect(tooMuch.outcome, 'one microcent above what there is').toBe('wallet_empty')
  const held = microcents((all * call.heldPermille) / 1_000n || 1n)
  const used = microcents((held * call.usedPermille) / 1_000n)
  const opened = await ledger.holds.open(holdRequest(world, held, service))
  expect([opened.outcome, opened.amountMicrocents, opened.markupBps]).toEqual(['held', held, 0])
  const lines = await linesOf(world, opened.holdId)
  const result = await ledger.holds.settle({
    ...{ holdId: opened.holdId, walletId: world.walletId, resolution: 'settled' },
    ...{ baseMicrocents: used, costMicrocents: 0n as Microcents },
  })
  return { call, world, service, holdId: opened.holdId, lines, used, result }
}

describe('own services settled by the database', () => {
  it(`M68, M69: are the written movement, line by line, for ${CASES} random calls`, { timeout: 120_000 }, async () => {
    const seen = { earned: 0, returned: 0, promoted: 0 }
    const calls = fc.sample(oneCall, { numRuns: CASES, seed })
    for (let from = 0; from < calls.length; from += 20) {
      for (const { call, world, service, holdId, lines, used, result } of await Promise.all(calls.slice(from, from + 20).map(settleOne))) {
        const charge = await ledger.database.charge.findUniqueOrThrow({ where: { walletId_id: { walletId: world.walletId, id: holdId } } })
        const waitMs = call.earns && !call.isTrusted ? 23 * DAY_MS : 0
        const accrualDay = new Date(charge.settledAt.getTime() + waitMs).toISOString().slice(0, 10)
        const { walletId, organizationId } = world
        const paid = { lines, priceMicrocents: used, earns: call.earns, accrualDay, mode: 'live' as const }
        const written =
          used === 0n ? [] : serviceSettled({ holdId, walletId, organizationId, providerId: service.providerId, ...paid }).transfers
        const booked = await bookedTransfers(walletId, holdId)
        expect(booked).toEqual(written)
        const credited = (kind: string) => sum(booked.filter(({ credit }) => credit.kind === kind).map((each) => microcents(each.amount)))
        expect(result.baseMicrocents + result.markupMicrocents).toBe(used)
        expect([charge.markupMicrocents, charge.costMicrocents]).toEqual([credited('earnings_pending'), credited('service_returned')])
        expect(charge.baseMicrocents - charge.costMicrocents).toBe(credited('margin'))
        if (credited('earnings_pending') > 0n) seen.earned += 1
        if (credited('service_returned') > 0n) seen.returned += 1
        if (credited('margin') > 0n) seen.promoted += 1
      }
    }
    // The cases are the ones this test is about.
    expect(Object.values(seen).filter((count) => count < CASES / 20)).toEqual([])
  })
})
