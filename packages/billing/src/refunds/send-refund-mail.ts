// Tells people what became of a refund: who paid, and the owner of the wallet it was paid into. A debt is the owner's alone to hear of.
import { type Database, type OrderModel, publicId } from '@farebox/db'
import { fromCents, microcents } from '@farebox/money'
import { type Mailer, mails } from '../mails/index.ts'
import type { QueuedJobs } from '../queue/queues.ts'

export type RefundMailDesk = { database: Database; mailer: Pick<Mailer, 'send'>; walletUrl: string; dashboardUrl: string }

/** Throws where a mail was not taken: the queue tries again. */
export async function sendRefundMail(desk: RefundMailDesk, { refundId, news }: QueuedJobs['send-refund-mail']): Promise<void> {
  const { database, mailer } = desk
  const refund = await database.refund.findUniqueOrThrow({ where: { id: refundId } })
  const order = await database.order.findUniqueOrThrow({ where: { id: refund.orderId } })
  const owner = await ownerOf(database, order)
  const url = pageOf(desk, order)
  if (news === 'owed') {
    const to = owner ?? order.buyerEmail
    const debt = { refunded: fromCents(refund.amountCents), owed: microcents(refund.owedMicrocents), url }
    if (to) await mailer.send(to, mails.debt({ description: order.description, ...debt }))
    return
  }
  const card = await database.paymentCard.findUnique({ where: { orderId: order.id } })
  const mail = mails.refund({
    ...{ news, description: order.description, refundId: publicId('refund', refund.id), cardLastFour: card?.lastFour ?? null },
    ...{ amountMicrocents: fromCents(refund.amountCents), feeMicrocents: microcents(refund.feeMicrocents) },
    url: owner || order.kind !== 'wallet_topup' ? url : null,
  })
  const to = new Set([owner, order.buyerEmail].filter((address) => address !== null))
  for (const address of to) await mailer.send(address, mail)
}

/** The mail address of whoever owns the wallet now. */
async function ownerOf(database: Database, { walletId }: OrderModel): Promise<string | null> {
  if (!walletId) return null
  const claim = await database.walletClaim.findUnique({ where: { walletId } })
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: claim?.toWalletId ?? walletId } })
  const user = wallet.userId ? await database.user.findUnique({ where: { id: wallet.userId } }) : null
  return user?.email ?? null
}

function pageOf({ walletUrl, dashboardUrl }: RefundMailDesk, { kind, organizationId }: OrderModel): string {
  if (kind === 'wallet_topup' || !organizationId) return `${walletUrl}/refunds`
  return `${dashboardUrl}/balance?organization=${publicId('organization', organizationId)}`
}
