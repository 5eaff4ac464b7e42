// What we ask of Stripe when money leaves, in our own words: recipients, transfers, what Stripe's balance did, and bank payouts.

/** `none`: the capability was never asked for. `pending`: Stripe looks at what was given. Only `active` may receive. */
export type TransfersStatus = 'none' | 'pending' | 'active' | 'restricted' | 'rejected' | 'unsupported'

/** Something Stripe wants to know before money may flow, or keep flowing. */
export type RecipientRequirement = {
  /** Stripe's own name of it, such as `identity.individual.given_name`. */
  code: string
  /** What to do about it, in a sentence for the developer. */
  words: string
  /** When Stripe acts if nothing is done. Null: no date yet. */
  deadline: Date | null
  /** False while Stripe itself is looking: nothing for the developer to do. */
  needsDeveloper: boolean
}

/** A developer's account at Stripe, as it is now. */
export type Recipient = {
  stripeAccountId: string
  organizationId: string | null
  transfersStatus: TransfersStatus
  requirements: RecipientRequirement[]
  requirementsDeadline: Date | null
  /** The same bank account has the same fingerprint in every account. Null: none named yet. */
  bankFingerprint: string | null
  bankLastFour: string | null
  /** Two letters, such as US. */
  country: string | null
  email: string | null
}

export type RecipientRequest = { organizationId: string; email: string; country: string }

export type OnboardingRequest = { stripeAccountId: string; returnUrl: string; refreshUrl: string }

export type TransferRequest = { payoutId: string; attempt: number; amountCents: number; stripeAccountId: string }

/**
 * `refused`: Stripe read it and said no, so nothing moved and another attempt may follow; `code` is Stripe's
 * (`balance_insufficient`, `insufficient_capabilities_for_transfer`, …). `unknown`: it may or may not have happened, and only a look
 * by `transfersOf` may say which; also where Stripe turned us away at the door (429, 401), as that says nothing of a try before it.
 */
export type TransferOutcome =
  | { kind: 'accepted'; transferId: string }
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'unknown'; cause: string }

export type StripeReversal = { reversalId: string; amountCents: number; createdAt: Date }

export type StripeTransfer = {
  transferId: string
  /** Ours, from the metadata. Null for a transfer that somebody made by hand. */
  payoutId: string | null
  attempt: number | null
  amountCents: number
  reversedCents: number
  /** What was taken back of it, oldest first. */
  reversals: StripeReversal[]
  /** The account that received it. */
  destination: string
  createdAt: Date
}

/** US dollars, in cents. A balance can be below zero. */
export type StripeBalance = { availableCents: number; pendingCents: number }

/** One line of Stripe's own book. `netCents` = `amountCents` − `feeCents`; negative left the balance. */
export type StripeBalanceTransaction = {
  id: string
  type: string
  /** Stripe's classification for accounting: `charge`, `transfer`, `transfer_reversal`, `payout`, `fee`, … It grows: expect words you do not know. */
  reportingCategory: string
  amountCents: number
  feeCents: number
  netCents: number
  currency: string
  /** The charge, transfer, reversal or payout it belongs to. */
  sourceId: string | null
  createdAt: Date
  availableOn: Date
}

export type BalancePeriod = { since: Date; until?: Date | undefined }

/** From a developer's Stripe balance to their bank. `failed` can follow `paid`. */
export type ConnectedPayout = {
  payoutId: string
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'
  amountCents: number
  arrivesAt: Date
  createdAt: Date
  failure: { code: string; message: string } | null
}

export type MoneyOutGate = {
  /** Asking again for the same organization within a day answers the same account. Keep the id: a day later it would make another. */
  createRecipient: (request: RecipientRequest) => Promise<{ stripeAccountId: string }>
  /** A page of Stripe's, good for one visit within minutes. Coming back from it proves nothing: ask `recipient`. */
  onboardingLink: (request: OnboardingRequest) => Promise<{ url: string; expiresAt: Date }>
  recipient: (stripeAccountId: string) => Promise<Recipient>
  /**
   * Never throws, and never pays one payout twice: it first looks for a transfer of this payout that still stands, as Stripe
   * forgets keys after a day. Reserve the money and commit before calling.
   */
  transfer: (request: TransferRequest) => Promise<TransferOutcome>
  /** Every transfer of a payout, oldest first, whichever attempt made it. Empty: nothing has moved yet; a call under way may still land. */
  transfersOf: (payoutId: string) => Promise<StripeTransfer[]>
  /** Null: Stripe has no such transfer. */
  transferById: (transferId: string) => Promise<StripeTransfer | null>
  balance: () => Promise<StripeBalance>
  connectedBalance: (stripeAccountId: string) => Promise<StripeBalance>
  /** Our own balance's lines, newest first, `until` not included. */
  balanceTransactions: (period: BalancePeriod) => AsyncIterable<StripeBalanceTransaction>
  /** The newest first, at most 100. */
  connectedPayouts: (stripeAccountId: string) => Promise<ConnectedPayout[]>
  /** One bank payout, and which of our transfers it carried (`[]` where Stripe cannot say). */
  connectedPayout: (stripeAccountId: string, payoutId: string) => Promise<ConnectedPayout & { transferIds: string[] }>
}
