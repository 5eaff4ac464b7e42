// Where the books and the model differ, each in a sentence. An empty list is the proof.
import type { Books, OrganizationBooks, PayoutRow } from './books.ts'
import type { StripeTruth, TransferTruth } from './model.ts'

const MICROCENTS_PER_CENT = 1_000_000n

/** What the driver wrote down as it made people pay: which account is whose, and what its users paid as markup. */
export type Notebook = { organizationId: string; accountId: string; earnedMicrocents: bigint }[]

const final = ['paid', 'returned', 'rejected', 'failed']
/** Waits for the bank, for the next try, or for a person: each has a name, and none is forgotten. */
const waiting = ['sent', 'approved', 'in_review', 'held', 'unknown']
const left = ['sent', 'paid', 'returned']

export function disagreements(truth: StripeTruth, books: Books, notebook: Notebook): string[] {
  const { stripeBalanceMicrocents, drifted, attempts } = books
  const balance = truth.balanceCents * MICROCENTS_PER_CENT
  return [
    ...(balance === stripeBalanceMicrocents
      ? []
      : [`Stripe holds ${balance} microcents for us; the books say ${stripeBalanceMicrocents}.`]),
    ...drifted.map((account) => `The stored balance of ${account} is not the sum of its transfers.`),
    ...(attempts.under_way ? [`${attempts.under_way} attempts are left under way, and nobody is sending.`] : []),
    ...notebook.flatMap((noted) => ofOrganization(noted, truth, books)),
    ...strangers(books, notebook),
    ...books.payouts.flatMap((payout) => ofPayout(payout, truth)),
    ...truth.transfers.flatMap((transfer) => ofTransfer(transfer, books, notebook)),
  ]
}

/** Earned − transferred + reversed = what the books still keep for the organization. */
function ofOrganization({ organizationId, accountId, earnedMicrocents }: Notebook[number], truth: StripeTruth, books: Books): string[] {
  const none: OrganizationBooks = { organizationId, earned: 0n, pending: 0n, available: 0n, held: 0n, reserved: 0n }
  const kept = books.organizations.find((one) => one.organizationId === organizationId) ?? none
  const { transferredCents, reversedCents } = truth.accounts.get(accountId) ?? { transferredCents: 0n, reversedCents: 0n }
  const expected = earnedMicrocents - (transferredCents - reversedCents) * MICROCENTS_PER_CENT
  const found = kept.pending + kept.available + kept.held + kept.reserved
  return [
    ...(kept.earned === earnedMicrocents ? [] : [`${organizationId} earned ${earnedMicrocents}; the books say ${kept.earned}.`]),
    ...(found === expected
      ? []
      : [
          `${organizationId} should have ${expected} left (earned ${earnedMicrocents}, transferred ${transferredCents} cents, reversed ${reversedCents} cents); the books keep ${found}.`,
        ]),
    ...Object.entries(kept).flatMap(([name, amount]) =>
      typeof amount === 'bigint' && amount < 0n ? [`${organizationId} has ${amount} ${name}.`] : [],
    ),
  ]
}

const strangers = ({ organizations }: Books, notebook: Notebook): string[] =>
  organizations
    .filter(({ organizationId }) => !notebook.some((noted) => noted.organizationId === organizationId))
    .map(({ organizationId }) => `The books keep earnings for ${organizationId}, who earned nothing.`)

function ofPayout({ payoutId, status, amountCents, reversedCents, transferId }: PayoutRow, { transfers }: StripeTruth): string[] {
  const mine = transfers.filter((transfer) => transfer.payoutId === payoutId)
  const sentCents = mine.reduce((sum, transfer) => sum + transfer.amountCents, 0n)
  const backCents = mine.reduce((sum, transfer) => sum + transfer.reversedCents, 0n)
  const isKnown = final.includes(status) || waiting.includes(status)
  const hasLeft = left.includes(status)
  return [
    ...(isKnown ? [] : [`Payout ${payoutId} is left as ${status}.`]),
    ...(mine.length > 1 ? [`Payout ${payoutId} was transferred ${mine.length} times: ${sentCents} cents for ${amountCents}.`] : []),
    ...(hasLeft && (mine.length === 0 || mine[0]?.transferId !== transferId)
      ? [`Payout ${payoutId} is ${status} without its transfer.`]
      : []),
    ...(!hasLeft && mine.length > 0 ? [`Payout ${payoutId} is ${status}, and Stripe has transferred ${sentCents} cents for it.`] : []),
    ...(reversedCents === backCents ? [] : [`Of payout ${payoutId} came back ${backCents} cents; the books say ${reversedCents}.`]),
    ...(hasLeft && sentCents !== amountCents ? [`Payout ${payoutId} is ${amountCents} cents; Stripe transferred ${sentCents}.`] : []),
  ]
}

function ofTransfer({ transferId, payoutId, accountId }: TransferTruth, { payouts }: Books, notebook: Notebook): string[] {
  const payout = payouts.find((one) => one.payoutId === payoutId)
  if (!payout) return [`Transfer ${transferId} belongs to no payout.`]
  const owner = notebook.find((noted) => noted.accountId === accountId)
  return owner?.organizationId === payout.organizationId ? [] : [`Transfer ${transferId} went to the account of somebody else.`]
}
