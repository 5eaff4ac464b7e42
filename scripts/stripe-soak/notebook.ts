// What the soak did outside of Stripe, noted as it was asked for. With Stripe's own log it is all the model knows.

/** Each says how long Stripe's log was when it happened, so that the model can put both in one order. Amounts are microcents. */
export type Note = { after: number } & (
  | { kind: 'call'; orderId: string; organizationId: string; baseMicrocents: bigint; markupMicrocents: bigint }
  | { kind: 'refund asked'; refundId: string; orderId: string; cents: bigint; by: 'buyer' | 'operator' }
  | { kind: 'call given back'; orderId: string; organizationId: string; amountMicrocents: bigint }
  | { kind: 'warning released'; warningId: string }
  | { kind: 'debt repaid'; orderId: string; walletId: string; amountMicrocents: bigint }
  | { kind: 'debt written off'; walletId: string; amountMicrocents: bigint }
  /** Something else gave a wallet money, or took it: a grant, a correction, its owner's earnings. */
  | { kind: 'wallet changed'; walletId: string; changeMicrocents: bigint }
  /** Something else changed what an organization has earned: its service, or what it spent of its earnings. */
  | { kind: 'earnings changed'; organizationId: string; changeMicrocents: bigint }
)

/** Whose purchase an order is: all that is asked of our rows before the model is made. */
export type Buyer = { orderId: string; walletId: string | null; kind: string; creditMicrocents: bigint }
