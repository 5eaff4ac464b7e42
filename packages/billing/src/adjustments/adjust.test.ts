// Two operators put money right: what the first is shown is what the second posts, once, and the books prove it.
import type { Operator } from '@farebox/auth/operator'
import { newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { movement, organizationReceivable, packageFee, post } from '@farebox/ledger'
import { reconcile } from '@farebox/ledger/reconcile'
import { dollars, fundPool, giveGrant, opened, payIn, payingWorld, walletTotals } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { aPayer, book, disputeWorld, moneyOf, spend } from '../testing/dispute-world.ts'
import { makeOperator } from '../testing/operators.ts'
import { approveAdjustment, previewAdjustment, proposeAdjustment, recordFundingUpdate, rejectAdjustment } from './adjust.ts'
import { findAdjustment } from './list-adjustments.ts'
import type { AdjustmentRequest } from './request.ts'

const ledger = opened(disputeWorld)
let ada: Operator
let grace: Operator
beforeAll(async () => {
  ada = await makeOperator(ledger.url, 'finance')
  grace = await makeOperator(ledger.url, 'admin')
})

const DAY_MS = 86_400_000
const words = { reason: 'The user waited for us.', ticket: 'T-1' }
const now = () => new Date()
const propose = (request: AdjustmentRequest) => proposeAdjustment(ledger.database, request, { operator: ada, now: now() })
const approve = (id: string, operator = grace) => approveAdjustment(ledger.database, id, { operator, now: now() })
const both = async (request: AdjustmentRequest) => approve((await propose(request)).id)
const balanceOf = async (walletId: string) => (await walletTotals(ledger.database, walletId)).available

async function aWallet(balance = '8.50'): Promise<string> {
  const { walletId } = await payingWorld(ledger.database)
  await payIn(ledger.database, { walletId, creditMicrocents: dollars(balance) })
  return walletId
}

/** What lost disputes cost us, whoever's. */
async function disputeLosses(): Promise<bigint> {
  const of = (side: 'debitKind' | 'creditKind') =>
    ledger.database.transfer.aggregate({ where: { [side]: 'dispute_loss' }, _sum: { amountMicrocents: true } })
  return ((await of('debitKind'))._sum.amountMicrocents ?? 0n) - ((await of('creditKind'))._sum.amountMicrocents ?? 0n)
}

/** The rows that break invariant 19. */
const brokenDisputes = async () => (await reconcile(ledger.database)).find(({ number }) => number === 19)?.breaks

describe('an adjustment', () => {
  it('of goodwill gives a promotion at our cost, exactly as its dry run said', async () => {
    const walletId = await aWallet()
    const request: AdjustmentRequest = { kind: 'goodwill', walletId, amount: dollars('2.00'), ...words }
    const plan = await previewAdjustment(ledger.database, request, now())
    expect(plan).toMatchObject({
      movement: 'goodwill.given',
      transfers: [{ debit: { kind: 'adjustment' }, credit: { kind: 'lot' }, amount: dollars('2.00') }],
    })
    const { id, transactionId } = await both(request)
    expect(await balanceOf(walletId)).toBe(dollars('10.50'))
    const row = await findAdjustment(ledger.database, id)
    expect(row).toMatchObject({
      state: 'approved',
      proposedBy: { id: ada.id },
      decidedBy: { id: grace.id },
      reason: words.reason,
      ticket: 'T-1',
    })
    expect(row.plan.transfers.map(({ amount }) => amount)).toEqual([dollars('2.00')])
    const posted = await ledger.database.transfer.findMany({ where: { transactionId: transactionId ?? '' } })
    expect(posted).toMatchObject([{ debitKind: 'adjustment', creditKind: 'lot', amountMicrocents: dollars('2.00') }])
    const [lot] = await ledger.database.lot.findMany({ where: { walletId, kind: 'promotion' } })
    expect(lot?.availableMicrocents).toBe(dollars('2.00'))
  })

  it('of a funding update moves the difference, up or down, and says so to the wallet', async () => {
    const walletId = await aWallet('3.00')
    const update = (oldAmount: bigint, newAmount: bigint) =>
      recordFundingUpdate(ledger.database, { wallet: walletId, oldAmount, newAmount, ...words }, { operator: ada, now: now() })
    await approve((await update(dollars('3.00'), dollars('3.50'))).id)
    expect(await balanceOf(walletId)).toBe(dollars('3.50'))
    await approve((await update(dollars('3.50'), dollars('2.00'))).id)
    expect(await balanceOf(walletId)).toBe(dollars('2.00'))
    const updates = await ledger.database.fundingUpdate.findMany({
      where: { walletId, cause: 'balance.corrected' },
      orderBy: { at: 'asc' },
    })
    expect(updates.map(({ oldMicrocents, newMicrocents }) => [oldMicrocents, newMicrocents])).toEqual([
      [dollars('3.00'), dollars('3.50')],
      [dollars('3.50'), dollars('2.00')],
    ])
  })

  it('of a reversal is the exact opposite of what it names, once', async () => {
    const walletId = await aWallet()
    const goodwill = await both({ kind: 'goodwill', walletId, amount: dollars('2.00'), ...words })
    const request: AdjustmentRequest = { kind: 'reversal', transactionId: goodwill.transactionId ?? '', ...words }
    const { transactionId } = await both(request)
    expect(await balanceOf(walletId)).toBe(dollars('8.50'))
    const reversal = await ledger.database.transaction.findFirstOrThrow({ where: { id: transactionId ?? '' } })
    expect(reversal).toMatchObject({ kind: 'movement.reversed', reversesId: goodwill.transactionId })
    await expect(propose(request)).rejects.toMatchObject({ code: 'adjustment_not_possible' })
  })

  it('of a write-off makes a debt our loss, and never more than is owed', async () => {
    const { organizationId } = await payingWorld(ledger.database)
    const debt = movement({
      ...{ kind: 'test.owed', mode: 'live', transactionId: newId(), operationKey: `test:${organizationId}` },
      transfers: [{ debit: organizationReceivable(organizationId), credit: packageFee, amount: dollars('0.65') }],
    })
    await ledger.database.$transaction((transaction) => post(transaction, debt))
    const debtor = { kind: 'organization_receivable', organizationId } as const
    await expect(propose({ kind: 'write_off', debtor, amount: dollars('0.66'), ...words })).rejects.toThrow(/Only \$0\.65/)
    await both({ kind: 'write_off', debtor, amount: dollars('0.65'), ...words })
    const account = await ledger.database.account.findFirstOrThrow({ where: { kind: 'organization_receivable', id: organizationId } })
    expect(account.balanceMicrocents).toBe(0n)
  })

  it('of a dispute that is won and whose money never comes is our loss; and no more when it comes, also where it is lost in between', async () => {
    const payer = await aPayer(ledger, dollars('9.00'))
    await spend(ledger, payer.world, dollars('4.00'))
    const dispute = payer.stripe.dispute()
    const [open] = await book(ledger, payer)
    const debtor = { kind: 'disputed', disputeId: open?.id ?? '' } as const
    const request = { kind: 'write_off', debtor, amount: dollars('10.00'), ...words } as const
    await expect(propose(request)).rejects.toThrow(/Nothing of this dispute/)

    dispute.status = 'won'
    await book(ledger, payer, new Date(Date.now() - 8 * DAY_MS))
    expect(await moneyOf(ledger, payer.world)).toMatchObject({ spendable: dollars('4.40'), held: 0n })
    expect(await brokenDisputes()).toMatchObject([{ what: 'borne', id: open?.id }])
    await expect(propose({ ...request, amount: dollars('9.99') })).rejects.toThrow(/Exactly \$10\.00/)
    const before = await disputeLosses()
    await both(request)
    await book(ledger, payer)
    expect(await brokenDisputes()).toEqual([])
    expect((await disputeLosses()) - before).toBe(dollars('10.00'))
    expect(await moneyOf(ledger, payer.world)).toMatchObject({ spendable: dollars('4.40'), held: 0n })
    await expect(propose({ ...request, amount: 1n })).rejects.toThrow(/Nothing of this dispute/)

    // Lost again: the bank takes it a second time. Then it comes back twice.
    const line = (category: string, amountCents: number) =>
      dispute.lines.push({ category, amountCents, feeCents: 0, balanceTransactionId: `txn_${newId()}`, createdAt: now() })
    line('dispute', -1_000)
    dispute.status = 'lost'
    expect(await book(ledger, payer)).toMatchObject([{ walletMicrocents: dollars('4.40'), lossMicrocents: dollars('4.00') }])
    line('dispute_reversal', 1_000)
    expect(await book(ledger, payer)).toMatchObject([{ walletMicrocents: dollars('4.40'), lossMicrocents: dollars('4.00') }])
    expect(await brokenDisputes()).toEqual([])
    expect((await disputeLosses()) - before).toBe(dollars('4.00'))
    line('dispute_reversal', 1_000)
    dispute.status = 'won'
    expect(await book(ledger, payer)).toMatchObject([{ withdrawnMicrocents: 0n, disputedMicrocents: 0n }])
    expect((await disputeLosses()) - before).toBe(0n)
    expect(await moneyOf(ledger, payer.world)).toMatchObject({ spendable: dollars('4.40'), held: 0n })
  })

  it('is in the audit log, with who, why and what moved', async () => {
    const walletId = await aWallet()
    const { id } = await both({ kind: 'goodwill', walletId, amount: dollars('1.00'), ...words })
    const entries = await ledger.database.auditEntry.findMany({ where: { subject: `adjustment:${id}` }, orderBy: { id: 'asc' } })
    expect(entries.map(({ action, actorId, reason, ticket }) => [action, actorId, reason, ticket])).toEqual([
      ['adjustment.propose', ada.id, words.reason, 'T-1'],
      ['adjustment.approve', grace.id, words.reason, 'T-1'],
    ])
  })
})

describe('an adjustment that may not be', () => {
  it('S6: recordFundingUpdate with a stale oldAmount moves nothing, when it is proposed and when it is approved', async () => {
    const walletId = await aWallet('3.00')
    const update = { wallet: walletId, oldAmount: dollars('2.99'), newAmount: dollars('5.00'), ...words }
    const by = { operator: ada, now: now() }
    await expect(recordFundingUpdate(ledger.database, update, by)).rejects.toMatchObject({ code: 'adjustment_stale' })
    const { id } = await recordFundingUpdate(ledger.database, { ...update, oldAmount: dollars('3.00') }, by)
    await payIn(ledger.database, { walletId, creditMicrocents: dollars('1.00') })
    await expect(approve(id)).rejects.toMatchObject({ code: 'adjustment_stale' })
    expect(await balanceOf(walletId)).toBe(dollars('4.00'))
    expect(await findAdjustment(ledger.database, id)).toMatchObject({ state: 'proposed', transactionId: null })
  })

  it('M79: is not approved by who proposed it; nor does the database let anybody write that', async () => {
    const walletId = await aWallet()
    const { id } = await propose({ kind: 'goodwill', walletId, amount: dollars('2.00'), ...words })
    await expect(approve(id, ada)).rejects.toMatchObject({ code: 'adjustment_own' })
    const own = { state: 'approved', decidedBy: ada.id, decidedAt: now(), transactionId: newId() } as const
    await expect(ledger.database.adjustment.update({ where: { id }, data: own })).rejects.toThrow(/adjustment_four_eyes/)
    const owner = await connectAsOwner(ledger.url)
    await expect(owner.query(`update adjustment set proposed_by = '${newId()}' where id = '${id}'`)).rejects.toThrow(/terms do not change/)
    await owner.end()
    expect(await balanceOf(walletId)).toBe(dollars('8.50'))
  })

  it('M79: is decided once: of approving twice and rejecting at the same moment, one happens', async () => {
    for (let round = 0; round < 5; round++) {
      const walletId = await aWallet()
      const { id } = await propose({ kind: 'goodwill', walletId, amount: dollars('2.00'), ...words })
      const outcomes = await Promise.allSettled([
        approve(id),
        approve(id),
        rejectAdjustment(ledger.database, { id, reason: 'No.' }, { operator: grace, now: now() }),
      ])
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
      expect(refused).toEqual(['adjustment_decided', 'adjustment_decided'])
      const { state } = await findAdjustment(ledger.database, id)
      expect(await balanceOf(walletId)).toBe(state === 'approved' ? dollars('10.50') : dollars('8.50'))
    }
  })

  it('takes nothing that calls have reserved, that is spent, or that a developer gave', async () => {
    const world = await payingWorld(ledger.database)
    const { walletId } = world
    await payIn(ledger.database, { walletId, creditMicrocents: dollars('1.00') })
    await fundPool(ledger.database, { appId: world.appId, creditMicrocents: dollars('5.00') })
    await giveGrant(ledger.database, { walletId, appId: world.appId, amountMicrocents: dollars('4.00') })
    const down: AdjustmentRequest = { kind: 'funding_update', walletId, oldAmount: dollars('5.00'), newAmount: dollars('3.99'), ...words }
    await expect(propose(down)).rejects.toMatchObject({ code: 'adjustment_not_possible' })
    const goodwill = await both({ kind: 'goodwill', walletId, amount: dollars('1.00'), ...words })
    const taken: AdjustmentRequest = { kind: 'funding_update', walletId, oldAmount: dollars('6.00'), newAmount: dollars('5.00'), ...words }
    await both(taken)
    const undo: AdjustmentRequest = { kind: 'reversal', transactionId: goodwill.transactionId ?? '', ...words }
    const { id } = await propose(undo)
    await expect(approve(id)).rejects.toMatchObject({ code: 'adjustment_not_possible' })
    expect(await balanceOf(walletId)).toBe(dollars('5.00'))
  })

  it('undoes no top-up, and nothing that does not exist', async () => {
    const walletId = await aWallet()
    const topup = await ledger.database.transaction.findFirstOrThrow({ where: { walletId, kind: 'topup.received' } })
    await expect(propose({ kind: 'reversal', transactionId: topup.id, ...words })).rejects.toMatchObject({
      code: 'adjustment_not_possible',
    })
    await expect(propose({ kind: 'reversal', transactionId: newId(), ...words })).rejects.toMatchObject({ code: 'not_found' })
    await expect(propose({ kind: 'goodwill', walletId: newId(), amount: dollars('1.00'), ...words })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
