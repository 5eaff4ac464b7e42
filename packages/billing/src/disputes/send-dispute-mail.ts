// Who hears by mail of a dispute: whoever paid, and the developers whose earnings wait or went with it.
import { type Database, type DisputeModel, type OrderModel, publicId } from '@farebox/db'
import { fromCents, microcents, sum } from '@farebox/money'
import { type Mailer, mails } from '../mails/index.ts'

export type DisputeMailDesk = { database: Database; mailer: Pick<Mailer, 'send'>; walletUrl: string; dashboardUrl: string }

/** Throws where a mail was not taken: it is tried again. */
export async function sendDisputeMail(desk: DisputeMailDesk, dispute: DisputeModel): Promise<void> {
  const { phase, ending } = dispute
  // What a refund or a dispute took over is told by that.
  if (phase === 'inquiry' || ending === 'refunded' || ending === 'disputed') return
  const order = await desk.database.order.findUniqueOrThrow({ where: { id: dispute.orderId } })
  if (order.kind === 'wallet_topup') await mailPayer(desk, { dispute, phase, order })
  await mailDevelopers(desk, { dispute, phase })
}

type Told = { dispute: DisputeModel; phase: 'open' | 'won' | 'lost' | 'closed' }

async function mailPayer({ database, mailer, walletUrl }: DisputeMailDesk, { dispute, phase, order }: Told & { order: OrderModel }) {
  const account = await database.account.findFirst({ where: { kind: 'dispute_hold', id: dispute.id } })
  const mail = mails.dispute({
    ...{ to: 'payer', kind: dispute.kind, phase, description: order.description, paidMicrocents: fromCents(order.priceCents) },
    frozenMicrocents: microcents(account?.balanceMicrocents ?? 0n),
    url: `${walletUrl}/purchases`,
  })
  const to = new Set([await ownerOf(database, order), order.buyerEmail].filter((address) => address !== null))
  for (const address of to) await mailer.send(address, mail)
}

async function ownerOf(database: Database, { walletId }: OrderModel): Promise<string | null> {
  if (!walletId) return null
  const claim = await database.walletClaim.findUnique({ where: { walletId } })
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: claim?.toWalletId ?? walletId } })
  const user = wallet.userId ? await database.user.findUnique({ where: { id: wallet.userId } }) : null
  return user?.email ?? null
}

async function mailDevelopers({ database, mailer, dashboardUrl }: DisputeMailDesk, { dispute, phase }: Told): Promise<void> {
  const parts = await database.disputeEarning.findMany({ where: { disputeId: dispute.id, scope: 'own' } })
  const ids = new Set([...parts.map(({ organizationId }) => organizationId), ...(dispute.organizationId ? [dispute.organizationId] : [])])
  for (const id of ids) {
    const organization = await database.organization.findUniqueOrThrow({ where: { id } })
    const of = parts.filter(({ organizationId }) => organizationId === id)
    const mail = mails.dispute({
      ...{ to: 'developer', kind: dispute.kind, phase, organization: organization.name, disputeId: publicId('dispute', dispute.id) },
      ...{ isOwn: dispute.organizationId === id, paidMicrocents: fromCents(dispute.amountCents) },
      heldMicrocents: sum(of.map(({ heldMicrocents }) => microcents(heldMicrocents))),
      takenMicrocents: sum(of.map(({ takenMicrocents }) => microcents(takenMicrocents))),
      owedMicrocents: sum(of.map(({ owedMicrocents }) => microcents(owedMicrocents))),
      url: `${dashboardUrl}/disputes?organization=${publicId('organization', id)}`,
    })
    const members = await database.membership.findMany({
      where: { organizationId: id, role: { in: ['owner', 'finance'] } },
      include: { user: true },
    })
    for (const { user } of members) await mailer.send(user.email, mail)
  }
}
