// What can happen to a recipient: the person answers, Stripe asks for more, restricts, rejects, or the bank account changes.
// Every change ends in the same place: whatever differs afterwards is told as events.
import { isDeepStrictEqual } from 'node:util'
import { newId } from '../ids.ts'
import { log } from '../log.ts'
import { noSuch } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { type BankDetails, bankAccountOf, newBankAccount } from './bank-accounts.ts'
import { type Asked, accountShown, type StoredAccount, transfersOf } from './recipient.ts'

export type OnboardingAnswers = {
  givenName: string
  familyName: string
  country: string
  routingNumber: string
  /** Empty: the bank account stays as it is. */
  accountNumber: string
  /** Stripe has to look first: the capability stays pending. */
  isVerifiedLater?: boolean
}

/** What a new recipient must tell. */
export const onboardingQuestions = [
  'identity.individual.given_name',
  'identity.individual.surname',
  'identity.country',
  'identity.attestations.terms_of_service.account.date',
  'defaults.payout_methods',
]
const beingVerified = 'identity.individual.documents.primary_verification'

export const ask = (description: string, more: Partial<Asked> = {}): Asked => ({
  description,
  awaiting: 'user',
  deadlineSeconds: null,
  error: null,
  ...more,
})

export function recipientNamed(id: string, { store }: StripeWorld): StoredAccount {
  const stored = store.tables.accounts.get(id)
  if (stored === undefined) throw noSuch('account', id, 'account')
  return stored
}

export function onboard(stored: StoredAccount, answers: OnboardingAnswers, world: StripeWorld): void {
  change(stored, 'onboarded', world, () => {
    const { givenName, familyName, country, isVerifiedLater = false } = answers
    Object.assign(stored, { givenName, familyName, country })
    stored.asked = isVerifiedLater ? [ask(beingVerified, { awaiting: 'stripe' })] : []
    if (answers.accountNumber !== '') setBank(stored, { ...answers, holderName: `${givenName} ${familyName}` }, world)
  })
}

/** Stripe found nothing wrong: nothing is asked any more, and a restriction ends. A rejection is final. */
export function clear(stored: StoredAccount, world: StripeWorld): void {
  change(stored, 'cleared', world, () => {
    stored.asked = []
    if (stored.verdict === 'restricted') stored.verdict = 'none'
  })
}

export function judge(stored: StoredAccount, verdict: 'restricted' | 'rejected', world: StripeWorld): void {
  change(stored, verdict, world, () => {
    stored.verdict = verdict
  })
}

export function askFor(stored: StoredAccount, asked: Asked, world: StripeWorld, atSeconds?: number): void {
  const asks = () => {
    stored.asked = [...stored.asked.filter(({ description }) => description !== asked.description), asked]
  }
  change(stored, `asked for ${asked.description}`, world, asks, atSeconds)
}

export function changeBank(stored: StoredAccount, bank: BankDetails, world: StripeWorld): void {
  change(stored, 'bank account changed', world, () => {
    stored.asked = stored.asked.filter(({ description }) => description !== 'defaults.payout_methods')
    setBank(stored, bank, world)
  })
}

function setBank(stored: StoredAccount, details: BankDetails, { store, webhooks }: StripeWorld): void {
  const { bankAccounts, owners } = store.tables
  const before = bankAccountOf(stored.id, store)
  const bank = newBankAccount(stored.id, details)
  if (before?.fingerprint === bank.fingerprint && before.status !== 'errored') return
  if (before) {
    bankAccounts.delete(before.id)
    webhooks.publish('account.external_account.deleted', before, { account: stored.id })
  }
  bankAccounts.set(bank.id, bank)
  owners.set(bank.id, stored.id)
  webhooks.publish('account.external_account.created', bank, { account: stored.id })
}

/** Makes a change and tells what differs after it. */
function change(stored: StoredAccount, what: string, world: StripeWorld, apply: () => void, atSeconds = world.store.nowSeconds()): void {
  const before = accountShown(stored, atSeconds)
  apply()
  log(world.store, { kind: 'account', accountId: stored.id, change: what }, atSeconds)
  tell(before, stored, world, atSeconds)
}

/** A deadline passed: the clock alone changed what is true. */
export function tellOverdue(stored: StoredAccount, fromSeconds: number, toSeconds: number, world: StripeWorld): void {
  const passed = stored.asked.some(
    ({ deadlineSeconds }) => deadlineSeconds !== null && deadlineSeconds > fromSeconds && deadlineSeconds <= toSeconds,
  )
  if (!passed) return
  log(world.store, { kind: 'account', accountId: stored.id, change: 'requirement past due' }, toSeconds)
  tell(accountShown(stored, fromSeconds), stored, world, toSeconds)
}

function tell(before: ReturnType<typeof accountShown>, stored: StoredAccount, world: StripeWorld, atSeconds: number): void {
  const after = accountShown(stored, atSeconds)
  const related = { id: stored.id, type: 'v2.core.account', url: `/v2/core/accounts/${stored.id}` }
  const thin = (type: string, data: object | null = null) => world.webhooks.publishThin(type, related, data, atSeconds)
  if (!isDeepStrictEqual(before.identity, after.identity)) thin('v2.core.account[identity].updated')
  if (!isDeepStrictEqual(before.requirements, after.requirements)) thin('v2.core.account[requirements].updated')
  if (!isDeepStrictEqual(before.configuration, after.configuration)) {
    thin('v2.core.account[configuration.recipient].capability_status_updated', { updated_capability: 'stripe_balance.stripe_transfers' })
  }
  world.store.changed()
}

export function isReceiving(stored: StoredAccount, nowSeconds: number): boolean {
  return stored.wantsTransfers && transfersOf(stored, nowSeconds).status === 'active'
}

export function newRecipient(
  given: Omit<StoredAccount, 'id' | 'createdSeconds' | 'asked' | 'verdict' | 'payouts'>,
  world: StripeWorld,
): StoredAccount {
  const asked = onboardingQuestions
    .filter((question) => question !== 'identity.country' || given.country === null)
    .map((question) => ask(question))
  const id = newId('account')
  const createdSeconds = world.store.nowSeconds()
  const stored: StoredAccount = { ...given, id, createdSeconds, asked, verdict: 'none', payouts: 'daily' }
  world.store.tables.accounts.set(id, stored)
  log(world.store, { kind: 'account', accountId: id, change: 'created' })
  world.webhooks.publishThin('v2.core.account.created', { id, type: 'v2.core.account', url: `/v2/core/accounts/${id}` }, null)
  return stored
}
