// The model against the books: every wallet, every organization and every account of ours, to the microcent.
import type { Books } from './books.ts'
import type { Truth } from './model.ts'

const nothing = { left: 0n, frozen: 0n, owed: 0n, inDebt: false }

export function disagreements(truth: Truth, books: Books): string[] {
  return [
    ...truth.impossible,
    ...books.drifted.map((account) => `The stored balance of ${account} is not the sum of its transfers.`),
    ...idsOf(truth.wallets, books.wallets).flatMap((id) =>
      ofWallet(id, truth.wallets.get(id) ?? nothing, books.wallets.get(id) ?? nothing),
    ),
    ...idsOf(truth.organizations, books.organizations).flatMap((id) =>
      differs(`Organization ${id} has`, truth.organizations.get(id), books.organizations.get(id)),
    ),
    ...idsOf(truth.accounts, books.accounts).flatMap((kind) =>
      differs(`Account ${kind} is`, truth.accounts.get(kind), books.accounts.get(kind)),
    ),
  ]
}

const idsOf = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
  [...new Set([...one.keys(), ...other.keys()])].sort()

function ofWallet(id: string, expected: Omit<typeof nothing, 'inDebt'>, found: typeof nothing): string[] {
  if (id.startsWith('pool of')) return []
  return [
    ...differs(`Wallet ${id} has left`, expected.left, found.left),
    ...differs(`Wallet ${id} has frozen`, expected.frozen, found.frozen),
    ...differs(`Wallet ${id} owes`, expected.owed, found.owed),
    ...(found.inDebt === found.owed > 0n ? [] : [`Wallet ${id} ${found.inDebt ? 'is' : 'is not'} in debt and owes ${found.owed}.`]),
  ]
}

function differs(what: string, expected = 0n, found = 0n): string[] {
  return expected === found ? [] : [`${what} ${found} in the books; it should be ${expected} (${found - expected} too much).`]
}
