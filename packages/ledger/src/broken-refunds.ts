// For the test of `reconcile`: refunds and a debt that are right, and what breaks them.
import { type Database, newId } from '@farebox/db'
import { refundTaken } from './movements/refund-taken.ts'
import { post } from './post.ts'
import { dollars, payIn, payingWorld } from './testing.ts'

export type RefundedBooks = { refundId: string; debtorWalletId: string }

/** Of a purchase of which $2.00 were left, $5.00 went back: $0.50 of the fee, and $2.50 are owed. */
export async function refundSome(database: Database): Promise<RefundedBooks> {
  const { walletId } = await payingWorld(database)
  const lotId = await payIn(database, { walletId, creditMicrocents: dollars('9.00') })
  const order = await database.order.findFirstOrThrow({ where: { walletId } })
  const refundId = newId()
  const [fee, left, owed] = [dollars('0.50'), dollars('2.00'), dollars('2.50')]
  await database.$transaction(async (transaction) => {
    const taken = refundTaken({
      ...{ transactionId: newId(), mode: 'live', refundId, amountCents: 500, feeMicrocents: fee },
      sources: [{ kind: 'lot', walletId, lotId, amountMicrocents: left }],
      owed: { debtor: { kind: 'user_receivable', walletId }, amountMicrocents: owed },
    })
    await post(transaction, taken)
    const now = new Date()
    await transaction.refund.create({
      data: {
        ...{ id: refundId, orderId: order.id, mode: 'live', origin: 'stripe', status: 'pending', stripeRefundId: `re_${refundId}` },
        ...{ amountCents: 500, creditMicrocents: left, feeMicrocents: fee, owedMicrocents: owed },
        ...{ createdAt: now, statusSince: now },
      },
    })
  })
  return { refundId, debtorWalletId: walletId }
}

type Books = { refunded: RefundedBooks }

const ofRefund = ({ refunded }: Books) => refunded.refundId
const ofDebtor = ({ refunded }: Books) => refunded.debtorWalletId

export const refundBreaks = [
  {
    number: 18,
    what: 'a wallet that owes and may spend',
    by: (books: Books) => `update wallet set in_debt = false where id = '${ofDebtor(books)}'`,
    names: ofDebtor,
  },
  {
    number: 21,
    what: 'a refund that left in the books and not on its row',
    by: (books: Books) => `update transfer set credit_kind = 'stripe_balance' where credit_id = '${ofRefund(books)}'`,
    names: ofRefund,
  },
  {
    number: 21,
    what: 'a refund that failed and was not put back',
    by: (books: Books) => `update refund set status = 'failed' where id = '${ofRefund(books)}'`,
    names: ofRefund,
  },
  {
    number: 21,
    what: 'a purchase of which more went back than was paid',
    by: (books: Books) => `update "order" set price_cents = 499 where id = (select order_id from refund where id = '${ofRefund(books)}')`,
    names: () => 'order ',
  },
]
