// The mail after a paid order. Its link is the only copy of the token that opens the receipt: we keep a hash.
import { createHash, randomBytes } from 'node:crypto'
import { type Database, type OrderModel, publicId } from '@farebox/db'
import { formatBalance, fromCents, microcents } from '@farebox/money'
import { autoTopupNote } from '../auto-topups/receipt-note.ts'
import { type Mailer, mails } from '../mails/index.ts'

export type ReceiptDesk = { database: Database; mailer: Pick<Mailer, 'send'>; walletUrl: string }

/** Sending again makes a new link and ends the old one. An order without a mail address gets none. */
export async function sendReceipt({ database, mailer, walletUrl }: ReceiptDesk, orderId: string): Promise<void> {
  const order = await database.order.findUnique({ where: { id: orderId } })
  if (order?.status !== 'paid' || !order.buyerEmail) return
  const token = randomBytes(24).toString('base64url')
  await database.order.update({ where: { id: orderId }, data: { receiptTokenHash: receiptHash(token) } })
  const creditMicrocents = microcents(order.creditMicrocents)
  const price = fromCents(order.priceCents)
  const mail = mails.receipt({
    description: order.description,
    orderId: publicId('order', order.id),
    paid: formatBalance(price),
    creditMicrocents,
    fee: formatBalance(microcents(price - creditMicrocents)),
    paidAt: order.paidAt ?? order.createdAt,
    where: await whereToSpend(database, order),
    url: `${walletUrl}/receipt/${token}`,
    why: await autoTopupNote(database, order.id),
  })
  await mailer.send(order.buyerEmail, mail)
}

export function receiptHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(`receipt:${token}`).digest())
}

async function whereToSpend(database: Database, { kind, walletId, appId }: OrderModel): Promise<string> {
  const app = appId ? await database.app.findUnique({ where: { id: appId }, select: { name: true } }) : null
  if (kind === 'grant_pool') return `It can be given to users of ${app?.name ?? 'your app'} as grants.`
  if (kind === 'organization_topup') return 'Your organization’s keys with developer billing spend it.'
  const wallet = walletId ? await database.wallet.findUnique({ where: { id: walletId }, select: { kind: true } }) : null
  if (app && wallet?.kind === 'unclaimed') return `It can be spent in ${app.name}.`
  return 'It can be spent in every app you allow.'
}
