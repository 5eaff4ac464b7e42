// What the books promise: written once, never changed, folded without loss, never deadlocked. M82–M84.
import { NIL_ID, newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import type { Microcents } from '@farebox/money'
import { describe, expect, it, vi } from 'vitest'
import { sandboxSource } from './account.ts'
import { foldTransfers } from './fold.ts'
import { movement } from './movement.ts'
import { grantIssued } from './movements/grant-issued.ts'
import { topupReceived } from './movements/topup-received.ts'
import { post } from './post.ts'
import { dollars, fundPool, holdRequest, ledgerWithHolds, opened, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerWithHolds)

describe('a movement', () => {
  it('posted again with its key answers the first transaction; with other content it is refused', async () => {
    const { database } = ledger
    const world = await payingWorld(database)
    await fundPool(database, { appId: world.appId, creditMicrocents: dollars('2.00') })
    const grant = { mode: 'live', ...world, operationKey: `grant:${newId()}` } as const
    const issue = (amountMicrocents: Microcents) =>
      database.$transaction((transaction) =>
        post(transaction, grantIssued({ ...grant, lotId: newId(), transactionId: newId(), amountMicrocents })),
      )
    const first = await issue(dollars('0.50'))
    expect(await issue(dollars('0.50'))).toEqual({ transactionId: first.transactionId, duplicate: true })
    await expect(issue(dollars('0.60'))).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    expect((await walletTotals(database, world.walletId)).available).toBe(dollars('0.50'))
  })

  it('posted 10 times at once moves money once', async () => {
    const world = await payingWorld(ledger.database)
    const { database } = ledger
    await payIn(database, { walletId: world.walletId, creditMicrocents: dollars('1.00') })
    const { paymentIntent } = await database.order.findFirstOrThrow({ where: { walletId: world.walletId } })
    const order = await database.order.findFirstOrThrow({ where: { walletId: world.walletId } })
    const again = () =>
      database.$transaction((transaction) =>
        post(
          transaction,
          topupReceived({
            transactionId: newId(),
            mode: 'live',
            walletId: world.walletId,
            lotId: order.lotId ?? '',
            paymentIntent: paymentIntent ?? '',
            paidCents: order.priceCents,
            creditMicrocents: dollars('1.00'),
          }),
        ),
      )
    const posted = await Promise.all(Array.from({ length: 10 }, again))
    expect(posted.every(({ duplicate }) => duplicate)).toBe(true)
    expect(new Set(posted.map(({ transactionId }) => transactionId)).size).toBe(1)
    expect((await walletTotals(database, world.walletId)).available).toBe(dollars('1.00'))
  })

  it('never mixes live and sandbox', async () => {
    const world = await payingWorld(ledger.database, { mode: 'sandbox' })
    await expect(payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('1.00') })).rejects.toThrow()
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: 0n, held: 0n })
  })

  it('M82: the role the apps run as cannot write, change or delete the books; neither can their owner change them', async () => {
    const world = await payingWorld(ledger.database)
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('1.00') })
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('0.10')))
    await ledger.holds.settle({
      holdId,
      walletId: world.walletId,
      resolution: 'settled',
      baseMicrocents: dollars('0.10'),
      costMicrocents: dollars('0.10'),
    })
    const journalColumns = { transaction: 'kind', transfer: 'n', operation: 'operation_key', charge: 'model', funding_update: 'cause' }
    const journal = Object.keys(journalColumns)
    const guarded = ['lot', 'hold', 'account', 'account_fold', 'earnings_day', 'idempotency', 'end_user_spending']
    for (const table of [...journal, ...guarded]) {
      for (const statement of [`delete from ${table}`, `truncate ${table}`, `insert into ${table} select * from ${table} limit 1`]) {
        await expect(ledger.database.$executeRawUnsafe(statement), statement).rejects.toThrow(/permission denied/)
      }
    }
    await expect(ledger.database.$executeRawUnsafe('update transfer set amount_microcents = 1')).rejects.toThrow(/permission denied/)
    await expect(ledger.database.$executeRawUnsafe('update connection set window_used_microcents = 0')).rejects.toThrow(/permission denied/)
    const owner = await connectAsOwner(ledger.url)
    for (const [table, column] of Object.entries(journalColumns)) {
      for (const statement of [`update ${table} set ${column} = ${column}`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(owner.query(statement), statement).rejects.toThrow(/added, never changed/)
      }
    }
    await owner.end()
  })

  it('M83: folding beside a slow transaction with an older id loses nothing', async () => {
    const { database } = ledger
    const world = await payingWorld(database, { markupBps: 1_000 })
    await payIn(database, { walletId: world.walletId, creditMicrocents: dollars('10.00') })
    const slow = await connectAsOwner(ledger.url)
    const request = holdRequest(world, dollars('1.00'))
    await ledger.holds.open(request)
    await slow.query('begin')
    const late = [{ hold_id: request.holdId, wallet_id: world.walletId, resolution: 'settled', base: '100000000', cost: '1' }]
    await slow.query('select * from settle_holds($1::json)', [JSON.stringify(late)])

    const quick = await payingWorld(database, { markupBps: 1_000 })
    await payIn(database, { walletId: quick.walletId, creditMicrocents: dollars('10.00') })
    const { holdId } = await ledger.holds.open(holdRequest(quick, dollars('1.00')))
    await ledger.holds.settle({
      holdId,
      walletId: quick.walletId,
      resolution: 'settled',
      baseMicrocents: dollars('1.00'),
      costMicrocents: 1n as Microcents,
    })
    await foldTransfers(database)
    await slow.query('commit')
    await slow.end()

    const organizations = { id: { in: [world.organizationId, quick.organizationId] } }
    // the fold waits for the oldest transaction of the whole server, so for those of other test files too
    await vi.waitFor(
      async () => {
        await foldTransfers(database)
        expect(await database.accountFold.count({ where: organizations })).toBe(2)
      },
      { timeout: 15_000, interval: 50 },
    )
    const folds = await database.accountFold.findMany({ where: organizations })
    expect(folds.map((fold) => String(fold.creditsMicrocents))).toEqual([String(dollars('0.10')), String(dollars('0.10'))])
  })

  it('M84, G48: a storm of movements over two wallets each, in every order, beside calls, ends without a deadlock', async () => {
    const { database } = ledger
    const worlds = await Promise.all(Array.from({ length: 4 }, () => payingWorld(database, { mode: 'sandbox', markupBps: 0 })))
    const storm = Array.from({ length: 120 }, (_, place) => {
      const first = worlds[place % 4] ?? worlds[0]
      const second = worlds[(place * 7 + 1 + (place % 3)) % 4] ?? worlds[1]
      const lots = [first, second].map((world) => ({ walletId: world?.walletId ?? NIL_ID, id: newId() }))
      return database.$transaction(
        (transaction) =>
          post(
            transaction,
            movement({
              kind: 'test.storm',
              mode: 'sandbox',
              transactionId: newId(),
              operationKey: `storm:${newId()}`,
              walletIds: lots.map((lot) => lot.walletId),
              newLots: lots.map((lot) => ({ ...lot, kind: 'topup', originalMicrocents: 10n as Microcents })),
              transfers: lots.map((lot) => ({ debit: sandboxSource, credit: { kind: 'lot', id: lot.id }, amount: 10n as Microcents })),
            }),
          ),
        { maxWait: 20_000, timeout: 20_000 },
      )
    })
    const calls = Array.from({ length: 60 }, (_, place) =>
      ledger.holds.open(holdRequest(worlds[place % 4] as (typeof worlds)[0], 1n as Microcents)),
    )
    const [posted] = await Promise.all([Promise.all(storm), Promise.all(calls)])
    expect(posted.filter(({ duplicate }) => !duplicate)).toHaveLength(120)
    const totals = await Promise.all(worlds.map((world) => walletTotals(database, world.walletId)))
    expect(totals.reduce((total, wallet) => total + wallet.available + wallet.held, 0n)).toBe(2_400n)
  })
})
