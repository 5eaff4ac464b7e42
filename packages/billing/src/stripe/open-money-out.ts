// The gate through which money leaves, with Stripe's own client behind it.
import type Stripe from 'stripe'
import { balanceTransactions, readBalance } from './balance.ts'
import { connectedPayout, connectedPayouts } from './connected-payouts.ts'
import type { MoneyOutGate } from './money-out-gate.ts'
import { createRecipient, onboardingLink, readRecipient } from './recipients.ts'
import { transfer, transferById, transfersOf } from './transfers.ts'

export function openMoneyOut(stripe: Stripe): MoneyOutGate {
  return {
    createRecipient: (request) => createRecipient(stripe, request),
    onboardingLink: (request) => onboardingLink(stripe, request),
    recipient: (stripeAccountId) => readRecipient(stripe, stripeAccountId),
    transfer: (request) => transfer(stripe, request),
    transfersOf: (payoutId) => transfersOf(stripe, payoutId),
    transferById: (transferId) => transferById(stripe, transferId),
    balance: () => readBalance(stripe),
    connectedBalance: (stripeAccountId) => readBalance(stripe, stripeAccountId),
    balanceTransactions: (period) => balanceTransactions(stripe, period),
    connectedPayouts: (stripeAccountId) => connectedPayouts(stripe, stripeAccountId),
    connectedPayout: (stripeAccountId, payoutId) => connectedPayout(stripe, stripeAccountId, payoutId),
  }
}
