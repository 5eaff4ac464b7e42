// Every balance is the sum of its entries: after money moved at random, each account explained now is what is kept, each account explained
// at a moment in the past is what a model remembers of that moment, and pages of any size add up.
import { type Mode, NIL_ID, newId } from '@farebox/db'
import { foldTransfers, type Movement, movement, post, type Transfer } from '@farebox/ledger'
import { ledgerDatabase, opened } from '@farebox/ledger/testing'
import { microcents } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditSign, type ExplainedAccount, ledgerKind } from './accounts.ts'
import { type BalanceEntry, explainBalance } from './explain-balance.ts'

const ledger = opened(ledgerDatabase)

const seed = Date.now() % 2_147_483_647
const START = Date.UTC(2026, 0, 1)
const MOVEMENTS = 60

const step = fc.record({
  from: fc.nat({ max: 6 }),
  to: fc.nat({ max: 6 }),
  amount: fc.bigInt({ min: 1n, max: 500n }).map((amount) => microcents(amount)),
  more: fc.nat({ max: 6 }),
  minute: fc.nat({ max: 30 }),
  isSandbox: fc.boolean(),
})
type Step = { from: number; to: number; amount: ReturnType<typeof microcents>; more: number; minute: number; isSandbox: boolean }

type Past = { at: Date; account: string; change: bigint }

const spelled = (mode: Mode, { kind, id }: ExplainedAccount) => `${mode} ${ledgerKind(kind)} ${id}`

/** The accounts of one mode: assets and debts, guarded and not. The first is where money comes from. */
function accountsOf(organizationId: string): ExplainedAccount[] {
  return [
    { kind: 'adjustment', id: NIL_ID },
    { kind: 'grant_pool', id: organizationId },
    { kind: 'earnings_available', id: organizationId },
    { kind: 'bank', id: NIL_ID },
    { kind: 'organization_receivable', id: organizationId },
    { kind: 'package_fee', id: NIL_ID },
    { kind: 'bad_debt', id: NIL_ID },
  ]
}

/** Posts what the books take; whatever would break a floor is left out of the model too. Entries of one minute are common. */
async function moveAtRandom(
  steps: Step[],
  accounts: ExplainedAccount[],
  lots: Record<Mode, { walletId: string; lotIds: string[] }>,
): Promise<Past[]> {
  const past: Past[] = []
  for (const { from, to, amount, more, minute, isSandbox } of steps) {
    const mode: Mode = isSandbox ? 'sandbox' : 'live'
    const { walletId, lotIds } = lots[mode]
    const all = [...accounts, ...lotIds.map((id): ExplainedAccount => ({ kind: 'lot', id }))]
    const at = new Date(START + minute * 60_000)
    const side = (place: number) => all[place % all.length] as Transfer['debit']
    const transfers = [
      { debit: side(from), credit: side(to + more), amount },
      { debit: side(from), credit: side(to), amount: microcents(amount + 1n) },
    ].filter(({ debit, credit }) => debit !== credit)
    if (transfers.length === 0) continue
    const transactionId = newId()
    const moved: Movement = movement({
      ...{ kind: 'test.moved', mode, transactionId, operationKey: `test:${transactionId}`, walletId, walletIds: [walletId] },
      ...{ transfers, occurredAt: at },
    })
    const isPosted = await ledger.database
      .$transaction((transaction) => post(transaction, moved))
      .then(
        () => true,
        () => false,
      )
    if (isPosted) past.push(...transfers.flatMap((transfer) => sidesOf(mode, transfer, at)))
  }
  return past
}

const sidesOf = (mode: Mode, { debit, credit, amount }: Transfer, at: Date): Past[] => [
  { at, account: spelled(mode, debit), change: -amount },
  { at, account: spelled(mode, credit), change: amount },
]

async function aWalletWithLots(mode: Mode): Promise<{ walletId: string; lotIds: string[] }> {
  const [walletId, userId, lotIds] = [newId(), newId(), [newId(), newId()]]
  await ledger.database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  await ledger.database.wallet.create({ data: { id: walletId, mode, kind: 'user', userId } })
  const transactionId = newId()
  const first = movement({
    ...{
      kind: 'test.moved',
      mode,
      transactionId,
      operationKey: `test:${transactionId}`,
      walletId,
      walletIds: [walletId],
      occurredAt: new Date(START - 1),
    },
    newLots: lotIds.map((id) => ({ walletId, id, kind: 'promotion', originalMicrocents: microcents(1_000n) })),
    transfers: lotIds.map((id) => ({ debit: { kind: 'adjustment', id: NIL_ID }, credit: { kind: 'lot', id }, amount: microcents(1_000n) })),
  })
  await ledger.database.$transaction((transaction) => post(transaction, first))
  return { walletId, lotIds }
}

/** All entries, page by page; each page's opening and changes make its closing, and the next page closes where this one opened. */
async function everyEntry(mode: Mode, account: ExplainedAccount, at: Date | undefined, limit: number) {
  const entries: BalanceEntry[] = []
  const first = await explainBalance(ledger.database, { mode, account, at, limit })
  let page = first
  expect(page.closing).toBe(page.balance)
  for (;;) {
    entries.push(...page.entries)
    expect(page.opening + page.entries.reduce((total, { change }) => total + change, 0n)).toBe(page.closing)
    if (!page.next) break
    const { opening } = page
    page = await explainBalance(ledger.database, { mode, account, at, limit, after: page.next })
    expect(page.closing).toBe(opening)
  }
  expect(page.opening).toBe(0n)
  return { balance: first.balance, agrees: first.agrees, entries }
}

describe('an explained balance', () => {
  it('is the sum of its entries, now and at any past moment, for every account', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: MOVEMENTS, maxLength: MOVEMENTS }),
        fc.nat({ max: 31 }),
        fc.integer({ min: 1, max: 9 }),
        async (steps, minute, limit) => {
          const [live, sandbox] = [await aWalletWithLots('live'), await aWalletWithLots('sandbox')]
          const accounts = accountsOf(newId())
          const own = accounts.filter(({ id }) => id !== NIL_ID)
          const past = await moveAtRandom(steps, accounts, { live, sandbox })
          expect(past.length).toBeGreaterThan(20)
          await foldTransfers(ledger.database)
          const at = new Date(START + minute * 60_000)
          const remembered = (mode: Mode, account: ExplainedAccount, until: Date | undefined, given = 0n) =>
            given +
            past
              .filter((side) => side.account === spelled(mode, account) && (!until || side.at <= until))
              .reduce((total, { change }) => total + change, 0n) *
              BigInt(creditSign(account.kind))
          for (const [mode, { walletId, lotIds }] of [
            ['live', live],
            ['sandbox', sandbox],
          ] as const) {
            for (const until of [undefined, at]) {
              for (const account of own) {
                expect(await everyEntry(mode, account, until, limit)).toMatchObject({
                  balance: remembered(mode, account, until),
                  agrees: until ? null : true,
                })
              }
              for (const id of lotIds) {
                const explained = await everyEntry(mode, { kind: 'lot', id }, until, limit)
                expect(explained).toMatchObject({
                  balance: remembered(mode, { kind: 'lot', id }, until, 1_000n),
                  agrees: until ? null : true,
                })
              }
              const wallet = await everyEntry(mode, { kind: 'wallet', id: walletId }, until, limit)
              const lots = lotIds.map((id) => remembered(mode, { kind: 'lot', id }, until, 1_000n))
              expect(wallet).toMatchObject({ balance: lots.reduce((total, one) => total + one, 0n), agrees: until ? null : true })
            }
            for (const account of accounts.filter(({ id }) => id === NIL_ID)) {
              expect((await explainBalance(ledger.database, { mode, account, limit: 1 })).agrees).toBe(true)
            }
          }
        },
      ),
      { numRuns: 4, seed },
    )
  })
})
