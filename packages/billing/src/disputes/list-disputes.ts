// Disputes as the developer whose calls a disputed payment paid for sees them: what was taken, of which charges, why, and if it came back.
// Users are told by the developer's own names for them, or by their connection: never who they are elsewhere.
import { type Database, type DisputeModel, type Mode, publicId } from '@farebox/db'
import { fromCents, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import { lotsOfPayment } from '../payments/lots-of-payment.ts'
import { spentOf } from '../payments/spent-of.ts'
import { toldUser } from '../webhooks/told-user.ts'

const CHARGES_SHOWN = 50

export type DeveloperDispute = {
  id: string
  kind: DisputeModel['kind']
  phase: DisputeModel['phase']
  openedAt: Date
  closedAt: Date | null
  /** What it means for these earnings, in a sentence. */
  says: string
  /** The organization's own payment was disputed, rather than one of its users'. */
  isOwnPayment: boolean
  /** Of the organization's own payment: what the bank asks for. */
  amount: Microcents | null
  held: Microcents
  /** Of the same person's other purchases, where the card looks stolen. */
  heldOfOthers: Microcents
  reviewAt: Date | null
  taken: Microcents
  owed: Microcents
  charges: { id: string; appId: string; user: { connectionId: string; externalUserId: string | null } | null; markup: Microcents }[]
  /** More charges than are listed. */
  moreCharges: number
}

type Question = { organizationId: string; mode: Mode; after?: string | undefined; limit: number }

export async function listDisputes(database: Database, { organizationId, mode, after, limit }: Question) {
  const found = await database.dispute.findMany({
    where: { mode, phase: { not: 'inquiry' }, OR: [{ organizationId }, { earnings: { some: { organizationId } } }] },
    orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
    ...(after && { cursor: { id: after }, skip: 1 }),
    take: limit + 1,
  })
  const rows: DeveloperDispute[] = []
  for (const dispute of found.slice(0, limit)) rows.push(await shownTo(database, organizationId, dispute))
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

async function shownTo(database: Database, organizationId: string, dispute: DisputeModel): Promise<DeveloperDispute> {
  const parts = await database.disputeEarning.findMany({ where: { disputeId: dispute.id, organizationId } })
  const total = (scope: 'own' | 'other', kind: 'heldMicrocents' | 'takenMicrocents' | 'owedMicrocents') =>
    sum(parts.filter((part) => part.scope === scope).map((part) => microcents(part[kind])))
  const amounts = {
    held: total('own', 'heldMicrocents'),
    heldOfOthers: total('other', 'heldMicrocents'),
    taken: total('own', 'takenMicrocents'),
    owed: total('own', 'owedMicrocents'),
  }
  const isOwnPayment = dispute.organizationId === organizationId
  const { id, kind, phase, openedAt, closedAt } = dispute
  return {
    ...{ id: publicId('dispute', id), kind, phase, openedAt, closedAt, isOwnPayment, ...amounts },
    says: sentenceOf(dispute, { isOwnPayment, heldOfOthers: amounts.heldOfOthers }),
    amount: isOwnPayment ? fromCents(dispute.amountCents) : null,
    reviewAt: amounts.heldOfOthers > 0n ? dispute.earningsReviewAt : null,
    ...(await chargesOf(database, organizationId, dispute)),
  }
}

function sentenceOf(
  { kind, phase }: DisputeModel,
  { isOwnPayment, heldOfOthers }: { isOwnPayment: boolean; heldOfOthers: Microcents },
): string {
  const others =
    heldOfOthers > 0n ? ' The card looks stolen, so what the same person’s other purchases earned waits for a person, too.' : ''
  if (isOwnPayment) {
    if (phase === 'open') return 'Your payment is disputed. What is left of it is frozen until the bank decides.'
    if (phase === 'lost') return 'Your bank kept this payment. What was left of it is gone, and what was spent of it is owed.'
    return 'The payment is yours again: what was frozen is back.'
  }
  if (kind === 'fraud_warning' && phase === 'open') return `A bank says that a payment looks stolen. Your markup of it waits.${others}`
  if (phase === 'open') return `A user’s payment is disputed. Your markup of it waits until the bank decides.${others}`
  if (phase === 'lost') return `The bank kept a user’s payment. Your markup of it went back; the cost of the calls is ours.${others}`
  return 'It ended well: your markup is yours again.'
}

async function chargesOf(database: Database, organizationId: string, { orderId }: DisputeModel) {
  const order = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  const spent = (await spentOf(database, await lotsOfPayment(database, order))).filter(
    (part) => part.organizationId === organizationId && part.markup > ZERO,
  )
  const listed = spent.slice(-CHARGES_SHOWN).reverse()
  const charges = await database.charge.findMany({
    where: { id: { in: listed.map(({ chargeId }) => chargeId) }, walletId: { in: listed.map(({ walletId }) => walletId) } },
    select: { id: true, connectionId: true, walletId: true, appId: true },
  })
  const shown: DeveloperDispute['charges'] = []
  for (const { chargeId, appId, markup } of listed) {
    const charge = charges.find(({ id }) => id === chargeId)
    const told = charge ? await toldUser(database, charge) : null
    const user = told && { connectionId: told.connection_id, externalUserId: told.external_user_id }
    shown.push({ id: publicId('charge', chargeId), appId: publicId('app', appId), user, markup })
  }
  return { charges: shown, moreCharges: spent.length - listed.length }
}
