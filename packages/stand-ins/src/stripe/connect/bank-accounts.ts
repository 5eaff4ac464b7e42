// Bank accounts of recipients: practice numbers, and the fingerprint that is the same wherever the same bank account is named.
import { createHash } from 'node:crypto'
import type { Stripe } from 'stripe'
import { newId } from '../ids.ts'
import type { Store } from '../store.ts'

export type BankDetails = { country: string; routingNumber: string; accountNumber: string; holderName: string }

export const practiceAccountNumber = '000123456789'
export const practiceRoutingNumber = '110000000'

/** Stripe's own test numbers whose payouts fail, and why. */
const failures: Readonly<Record<string, { code: string; message: string }>> = {
  '000111111116': { code: 'no_account', message: 'The bank account could not be located.' },
  '000111111113': { code: 'account_closed', message: 'The bank account has been closed.' },
  '000222222227': { code: 'account_frozen', message: 'The bank account is frozen.' },
}
const failureOfFingerprint = new Map(
  Object.entries(failures).map(([number, failure]) => [fingerprintOf(practiceRoutingNumber, number), failure]),
)

export function bankFailure({ fingerprint }: Stripe.BankAccount): { code: string; message: string } | undefined {
  return failureOfFingerprint.get(fingerprint ?? '')
}

export function newBankAccount(accountId: string, { country, routingNumber, accountNumber, holderName }: BankDetails): Stripe.BankAccount {
  return {
    id: newId('bankAccount'),
    object: 'bank_account',
    account: accountId,
    account_holder_name: holderName,
    account_holder_type: 'individual',
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country,
    currency: 'usd',
    default_for_currency: true,
    fingerprint: fingerprintOf(routingNumber, accountNumber),
    future_requirements: null,
    last4: accountNumber.slice(-4),
    metadata: {},
    requirements: null,
    routing_number: routingNumber,
    status: 'new',
  } satisfies Stripe.BankAccount
}

function fingerprintOf(routingNumber: string, accountNumber: string): string {
  return createHash('sha256').update(`${routingNumber} ${accountNumber}`).digest('base64url').slice(0, 16)
}

/** Where an account's money goes. */
export function bankAccountOf(accountId: string, store: Store): Stripe.BankAccount | undefined {
  return store.ownedBy(accountId, store.tables.bankAccounts).at(-1)
}
