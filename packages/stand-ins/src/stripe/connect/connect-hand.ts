// The hand of a test or the demo on the Connect side: what people, banks and Stripe's reviewers do, by program.
import type { Stripe } from 'stripe'
import { newId } from '../ids.ts'
import { log } from '../log.ts'
import { balanceOf } from '../resources/balance.ts'
import { writeFee, writeLine } from '../resources/balance-transactions.ts'
import { arrive, fail, payOut } from '../resources/payouts.ts'
import { noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { practiceAccountNumber, practiceRoutingNumber } from './bank-accounts.ts'
import { ask, askFor, changeBank, clear, judge, type OnboardingAnswers, onboard, recipientNamed } from './change-recipient.ts'

export type ConnectHand = ReturnType<typeof connectHand>

export const connectHand = (world: StripeWorld) => ({ ...handOnRecipients(world), ...handOnMoney(world) })

function handOnRecipients(world: StripeWorld) {
  const { store } = world
  return {
    /** Fills the hosted page. Answers default to a US person with the practice bank account. */
    onboard: (accountId: string, answers: { [Key in keyof OnboardingAnswers]?: OnboardingAnswers[Key] | undefined } = {}) => {
      const stored = recipientNamed(accountId, world)
      const { givenName, familyName, routingNumber, accountNumber } = practiceAnswers
      onboard(
        stored,
        {
          givenName: answers.givenName ?? givenName,
          familyName: answers.familyName ?? familyName,
          country: answers.country ?? stored.country ?? 'US',
          routingNumber: answers.routingNumber ?? routingNumber,
          accountNumber: answers.accountNumber ?? accountNumber,
          isVerifiedLater: answers.isVerifiedLater ?? false,
        },
        world,
      )
    },
    restrict: (accountId: string) => judge(recipientNamed(accountId, world), 'restricted', world),
    reject: (accountId: string) => judge(recipientNamed(accountId, world), 'rejected', world),
    /** Verified, restriction lifted, requirements met. */
    clear: (accountId: string) => clear(recipientNamed(accountId, world), world),
    changeBank: (accountId: string, accountNumber: string) => {
      const stored = recipientNamed(accountId, world)
      const { givenName, familyName, country } = stored
      const bank = {
        routingNumber: practiceRoutingNumber,
        accountNumber,
        country: country ?? 'US',
        holderName: `${givenName} ${familyName}`,
      }
      changeBank(stored, bank, world)
    },
    /** Asks for something more. Without a deadline it restricts at once. */
    askFor: (accountId: string, description: string, deadlineInSeconds?: number) => {
      const deadlineSeconds = deadlineInSeconds === undefined ? null : store.nowSeconds() + deadlineInSeconds
      askFor(recipientNamed(accountId, world), ask(description, { deadlineSeconds }), world)
    },
    schedule: (accountId: string, payouts: 'daily' | 'manual') => {
      recipientNamed(accountId, world).payouts = payouts
      store.changed()
    },
  }
}

function handOnMoney(world: StripeWorld) {
  const { store } = world
  return {
    /** Pays a recipient out to the bank now. Everything available, unless said otherwise. */
    payOut: (accountId: string, amountCents?: number): Stripe.Payout => {
      recipientNamed(accountId, world)
      const available = balanceOf(accountId, store, store.nowSeconds()).availableCents
      return payOut({ account: accountId, amountCents: amountCents ?? available }, world)
    },
    /** Ends a payout on its way; `failed` may follow `paid`. */
    endPayout: (payoutId: string, outcome: 'paid' | 'failed', code = 'account_closed'): Stripe.Payout => {
      const payout = store.tables.payouts.get(payoutId)
      if (payout === undefined) throw noSuch('payout', payoutId)
      if (payout.status === 'failed' || payout.status === 'canceled' || payout.status === outcome) {
        throw new StripeRefusal(409, { type: 'invalid_request_error', message: `This payout is ${payout.status}.` })
      }
      if (outcome === 'paid') arrive(payout, world)
      else fail(payout, { code, message: `The bank did not take the payout (${code}).` }, world)
      return payout
    },
    /** Money that is simply there: a top-up of the platform's balance, or an adjustment of a recipient's (which may be negative). */
    addBalance: (amountCents: number, accountId: string | null = null) => {
      if (accountId !== null) recipientNamed(accountId, world)
      const kind =
        accountId === null ? { type: 'topup', reportingCategory: 'topup' } : { type: 'adjustment', reportingCategory: 'other_adjustment' }
      const source = accountId === null ? newId('topup') : null
      writeLine({ ...kind, account: accountId, amountCents, source, atSeconds: store.nowSeconds() }, world)
      log(store, { kind: 'balance-added', accountId, amountCents })
    },
    /** A fee of Stripe's of its own, such as the monthly one per active recipient. */
    chargeFee: (feeCents: number, description: string) => writeFee(feeCents, description, store.nowSeconds(), world),
  }
}

const practiceAnswers = {
  givenName: 'Ada',
  familyName: 'Byron',
  routingNumber: practiceRoutingNumber,
  accountNumber: practiceAccountNumber,
}
