// The settlement that SQL writes is the movement that is written down: on random calls, transfer by transfer. M68–M70.
import { type LotKind, NIL_ID, newId } from '@farebox/db'
import { least, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movement } from './movement.ts'
import { type UsageSettled, usageSettled } from './movements/usage-settled.ts'
import { post } from './post.ts'
import { holdRequest, ledgerWithHolds, opened, type PayingWorld, payingWorld } from './testing.ts'

const DATABASE_CASES = 400
const PURE_CASES = 150_000
/** Another seed each run; the failure names it. */
const seed = Date.now() % 2_147_483_647

const ledger = opened(ledgerWithHolds)

const amount = fc
  .integer({ min: 0, max: 11 })
  .chain((digits) => fc.bigInt({ min: 1n, max: 10n ** BigInt(digits) }))
  .map((value) => microcents(value))
const someLots = (kind: LotKind, most: number) =>
  fc.array(fc.record({ kind: fc.constant(kind), amountMicrocents: amount, expiresInDays: fc.option(fc.integer({ min: 1, max: 5 })) }), {
    maxLength: most,
  })
const oneCall = fc.record({
  lots: fc.tuple(someLots('grant', 2), someLots('promotion', 2), someLots('topup', 4)).map((kinds) => kinds.flat()),
  markupBps: fc.oneof(fc.constantFrom(0, 1, 1_500, 9_999, 10_000, 100_000), fc.integer({ min: 0, max: 100_000 })),
  /** Of what can be paid at most. */
  heldPermille: fc.oneof(fc.constant(1_000n), fc.bigInt({ min: 0n, max: 1_000n })),
  /** Of what was held: up to 30 % more than that. */
  basePermille: fc.oneof(fc.constantFrom(0n, 1_000n), fc.bigInt({ min: 0n, max: 1_300n })),
  /** Of the base: nothing, less, the same, more. */
  costPermille: fc.oneof(fc.constantFrom(0n, 1_000n), fc.bigInt({ min: 0n, max: 2_000n })),
})
type OneCall = typeof oneCall extends fc.Arbitrary<infer Case> ? Case : never

const isFree = (line: { kind: LotKind }) => line.kind !== 'topup'
const total = (lines: readonly { amountMicrocents: Microcents }[]) => sum(lines.map((line) => line.amountMicrocents))
const permilleOf = (value: bigint, permille: bigint) => microcents((value * permille) / 1_000n)

/** The most base these lots can pay: free money pays base only, the user's own pays base and markup. */
function mostBase({ lots, markupBps }: OneCall): Microcents {
  const own = total(lots.filter((lot) => !isFree(lot)))
  return microcents(total(lots.filter(isFree)) + (own * 10_000n) / (10_000n + BigInt(markupBps)))
}

async function worldWithLots(call: OneCall) {
  const world = await payingWorld(ledger.database, { markupBps: call.markupBps })
  const lots = call.lots.map((facts) => ({
    ...facts,
    id: newId(),
    expiresAt: facts.expiresInDays === null ? undefined : new Date(Date.UTC(2100, 0, facts.expiresInDays)),
  }))
  if (lots.length === 0) return { world, lots }
  const funding = movement({
    kind: 'test.lots',
    mode: 'live',
    transactionId: newId(),
    operationKey: `lots:${world.walletId}`,
    walletId: world.walletId,
    walletIds: [world.walletId],
    newLots: lots.map(({ id, kind, amountMicrocents, expiresAt }) => ({
      walletId: world.walletId,
      id,
      kind,
      originalMicrocents: amountMicrocents,
      ...(kind === 'grant' && { appId: world.appId }),
      expiresAt,
    })),
    transfers: lots.map(({ id, amountMicrocents }) => ({
      debit: { kind: 'promotion_cost', id: NIL_ID },
      credit: { kind: 'lot', id },
      amount: amountMicrocents,
    })),
  })
  await ledger.database.$transaction((transaction) => post(transaction, funding))
  return { world, lots }
}

const kinds: LotKind[] = ['grant', 'promotion', 'topup']
type Lot = Awaited<ReturnType<typeof worldWithLots>>['lots'][number]
/** Grants by expiry, promotions by expiry, top-ups; without an expiry last; ties by id. */
function inSpendingOrder(first: Lot, second: Lot): number {
  const byKind = kinds.indexOf(first.kind) - kinds.indexOf(second.kind)
  const byExpiry = (first.expiresAt?.getTime() ?? Infinity) - (second.expiresAt?.getTime() ?? Infinity)
  return byKind || byExpiry || (first.id < second.id ? -1 : 1)
}

/** Opens and settles one call in the database, and returns what the pure movement was asked and what the books say. */
async function callInDatabase(call: OneCall) {
  const { world, lots } = await worldWithLots(call)
  const most = mostBase(call)
  const tooMuch = await ledger.holds.open(holdRequest(world, microcents(most + 1n)))
  expect(tooMuch.outcome, 'one microcent above what the lots can pay').toBe('wallet_empty')

  const baseMax = permilleOf(most, call.heldPermille)
  const { holdId, outcome } = await ledger.holds.open(holdRequest(world, baseMax))
  expect(outcome, 'what the lots can pay').toBe('held')
  const reported = permilleOf(baseMax, call.basePermille)
  const cost = permilleOf(reported, call.costPermille)
  const result = await ledger.holds.settle({
    holdId,
    walletId: world.walletId,
    resolution: 'settled',
    baseMicrocents: reported,
    costMicrocents: cost,
  })
  const lines = await heldLines(world, holdId, lots)
  return { world, holdId, lines, result, baseMicrocents: least(reported, baseMax), providerCostMicrocents: cost }
}

async function heldLines({ walletId }: PayingWorld, holdId: string, lots: Lot[]): Promise<UsageSettled['lines']> {
  const hold = await ledger.database.hold.findUniqueOrThrow({ where: { walletId_id: { walletId, id: holdId } } })
  // A hold passes over no lot: where free ones suffice, none of the user's own is touched.
  const order = [...lots].sort(inSpendingOrder).map((lot) => lot.id)
  expect(hold.lineLots, 'lines in spending order').toEqual(order.slice(0, hold.lineLots.length))
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

describe('usage settled by the database', () => {
  it(`M68: is the written movement, line by line, for ${DATABASE_CASES} random calls`, { timeout: 120_000 }, async () => {
    const calls = fc.sample(oneCall, { numRuns: DATABASE_CASES, seed })
    const seen = { markup: 0n, spanned: 0, lost: 0 }
    for (let from = 0; from < calls.length; from += 40) {
      const settled = await Promise.all(calls.slice(from, from + 40).map(async (call) => ({ call, ...(await callInDatabase(call)) })))
      for (const { call, world, holdId, lines, result, baseMicrocents, providerCostMicrocents } of settled) {
        const booked = await bookedTransfers(world.walletId, holdId)
        const charge = await ledger.database.charge.findUniqueOrThrow({ where: { walletId_id: { walletId: world.walletId, id: holdId } } })
        const facts: UsageSettled = {
          holdId,
          mode: 'live',
          walletId: world.walletId,
          organizationId: world.organizationId,
          providerId: world.providerId,
          lines,
          baseMicrocents,
          markupBps: call.markupBps,
          providerCostMicrocents,
          accrualDay: charge.settledAt.toISOString().slice(0, 10),
        }
        const written = baseMicrocents + providerCostMicrocents === 0n ? [] : usageSettled(facts).transfers
        expect(
          booked,
          JSON.stringify(call, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
        ).toEqual(written)
        const markup = markupOf(facts)
        expect([result.baseMicrocents, result.markupMicrocents]).toEqual([baseMicrocents, markup])
        expect([charge.baseMicrocents, charge.markupMicrocents]).toEqual([baseMicrocents, markup])
        seen.markup += markup
        if (booked.filter(({ debit }) => debit.kind === 'lot').length > 3) seen.spanned += 1
        if (charge.lossMicrocents > 0n) seen.lost += 1
      }
    }
    const earned = await ledger.database.transfer.aggregate({ _sum: { amountMicrocents: true }, where: { creditKind: 'earnings_pending' } })
    expect(earned._sum.amountMicrocents).toBe(seen.markup)
    // The cases are the ones this test is about.
    expect([seen.spanned > DATABASE_CASES / 10, seen.lost > DATABASE_CASES / 10]).toEqual([true, true])
  })

  it('M69, M70: adds no markup to what grants and promotions paid', async () => {
    const fromFreeLots = await ledger.database.$queryRaw<{ kind: string; credit: string }[]>`
      select distinct lot.kind::text as kind, transfer.credit_kind::text as credit from transfer
        join lot on lot.wallet_id = transfer.wallet_id and lot.id = transfer.debit_id where transfer.debit_kind = 'lot'`
    const creditsOf = (kind: string) => fromFreeLots.filter((row) => row.kind === kind).map((row) => row.credit)
    expect(new Set(creditsOf('grant'))).toEqual(new Set(['provider_payable', 'margin']))
    expect(new Set(creditsOf('promotion'))).toEqual(new Set(['provider_payable', 'margin']))
    expect(new Set(creditsOf('topup'))).toEqual(new Set(['provider_payable', 'margin', 'earnings_pending']))
  })
})

/** The markup as the design says it: on the base beyond what free money paid, rounded down once. */
function markupOf({ lines, baseMicrocents, markupBps }: Pick<UsageSettled, 'lines' | 'baseMicrocents' | 'markupBps'>): bigint {
  const paidBase = baseMicrocents - least(baseMicrocents, total(lines.filter(isFree)))
  return (paidBase * BigInt(markupBps)) / 10_000n
}

describe('usage settled on paper', () => {
  it(`M68: ${PURE_CASES} random calls at every markup from 0 to 1000 % lose nothing and make nothing`, { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(oneCall, (call) => {
        const held = permilleOf(mostBase(call), call.heldPermille)
        const baseMicrocents = least(permilleOf(held, call.basePermille), held)
        const providerCostMicrocents = permilleOf(baseMicrocents, call.costPermille)
        if (baseMicrocents + providerCostMicrocents === 0n) return true
        const lines = call.lots.map((lot, place) => ({ ...lot, lotId: `lot ${place}` }))
        return brokenBy({ lines, baseMicrocents, markupBps: call.markupBps, providerCostMicrocents }).length === 0
      }),
      { numRuns: PURE_CASES, seed },
    )
  })
})

/** What is wrong with a settlement, in words; plain comparisons, since there are millions of them. */
function brokenBy(facts: Pick<UsageSettled, 'lines' | 'baseMicrocents' | 'markupBps' | 'providerCostMicrocents'>): string[] {
  const settled = usageSettled({
    ...facts,
    ...{ holdId: 'h', mode: 'live', walletId: 'w', organizationId: 'o', providerId: 'p', accrualDay: 'd' },
  })
  const cost = least(facts.providerCostMicrocents, facts.baseMicrocents)
  const credited: Record<string, bigint> = { provider_payable: 0n, margin: 0n, earnings_pending: 0n }
  const taken = new Map<string, bigint>()
  let lost = 0n
  for (const { debit, credit, amount } of settled.transfers) {
    credited[credit.kind] = (credited[credit.kind] ?? 0n) + amount
    if (debit.kind === 'usage_loss') lost += amount
    else taken.set(debit.id, (taken.get(debit.id) ?? 0n) + amount)
  }
  const markup = markupOf(facts)
  const charged = [...taken.values()].reduce((all, part) => all + part, 0n)
  const truths: Record<string, boolean> = {
    'charged is base and markup': charged === facts.baseMicrocents + markup,
    'the developer has the markup': credited.earnings_pending === markup,
    'the provider has its bill': credited.provider_payable === facts.providerCostMicrocents,
    'margin is the rest of the base': credited.margin === facts.baseMicrocents - cost,
    'beyond the base it is our loss': lost === facts.providerCostMicrocents - cost,
    'no lot gives more than was held of it': facts.lines.every((line) => (taken.get(line.lotId) ?? ZERO) <= line.amountMicrocents),
    'free lots earn nothing': settled.transfers.every(
      ({ debit, credit }) => credit.kind !== 'earnings_pending' || facts.lines.some((line) => line.lotId === debit.id && !isFree(line)),
    ),
  }
  return Object.keys(truths).filter((name) => !truths[name])
}
