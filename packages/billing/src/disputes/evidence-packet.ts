// What speaks for us in a dispute: who bought, what they were shown and agreed to, every call they made of it, and that they came back.
import type { Database, OrderModel } from '@farebox/db'
import { publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, type Microcents, microcents, sum } from '@farebox/money'
import { lotsOfPayment } from '../payments/lots-of-payment.ts'
import { type SpentOnCharge, spentOf } from '../payments/spent-of.ts'

/** More calls than this are added up by app and model. */
const CALLS_LISTED = 200
const CHARGES_AT_ONCE = 10_000
const SIGN_INS_MAX = 50
const CONSENTS_MAX = 50

export type PacketCall = { id: string; at: Date; app: string; model: string; charged: Microcents }
export type PacketConsent = {
  app: string
  at: Date
  ip: string | null
  textVersion: string
  markupBps: number
  limit: Microcents | null
  /** As it was on the page. */
  shown: unknown
}
export type EvidencePacket = {
  purchase: {
    orderId: string
    description: string
    paid: Microcents
    credited: Microcents
    fee: Microcents
    paidAt: Date | null
    buyerEmail: string | null
    card: { brand: string; lastFour: string; country: string | null } | null
    /** Mailed to the buyer when it was paid. */
    receiptMailedTo: string | null
  }
  consents: PacketConsent[]
  calls: {
    count: number
    /** Of this payment: other money may have paid for other calls. */
    charged: Microcents
    first: Date | null
    last: Date | null
    /** The newest. */
    listed: PacketCall[]
    byModel: { app: string; model: string; calls: number; charged: Microcents }[]
  }
  signIns: Date[]
}

export async function evidencePacket(database: Database, disputeId: string): Promise<EvidencePacket> {
  const dispute = await database.dispute.findUnique({ where: { id: disputeId } })
  if (!dispute) throw new AppError('not_found')
  const order = await database.order.findUniqueOrThrow({ where: { id: dispute.orderId } })
  const wallets = await walletsOf(database, order)
  return {
    purchase: await purchaseOf(database, order),
    consents: await consentsOf(database, wallets),
    calls: await callsOf(database, order),
    signIns: await signInsOf(database, wallets),
  }
}

/** Where it was paid into, and the wallet that was claimed into. */
async function walletsOf(database: Database, { walletId }: OrderModel): Promise<string[]> {
  if (!walletId) return []
  const claim = await database.walletClaim.findUnique({ where: { walletId } })
  return claim ? [walletId, claim.toWalletId] : [walletId]
}

async function purchaseOf(database: Database, order: OrderModel): Promise<EvidencePacket['purchase']> {
  const { id, description, priceCents, paidAt, buyerEmail, receiptTokenHash } = order
  const [paid, credited] = [fromCents(priceCents), microcents(order.creditMicrocents)]
  const card = await database.paymentCard.findUnique({ where: { orderId: id }, select: { brand: true, lastFour: true, country: true } })
  const receiptMailedTo = receiptTokenHash ? buyerEmail : null
  return {
    ...{ orderId: publicId('order', id), description, paid, credited, fee: microcents(paid - credited) },
    ...{ paidAt, buyerEmail, card, receiptMailedTo },
  }
}

async function consentsOf(database: Database, wallets: readonly string[]): Promise<PacketConsent[]> {
  const consents = await database.consent.findMany({
    where: { walletId: { in: [...wallets] } },
    orderBy: { at: 'asc' },
    take: CONSENTS_MAX,
  })
  const connections = await database.connection.findMany({ where: { id: { in: consents.map(({ connectionId }) => connectionId) } } })
  const names = await appNames(
    database,
    connections.map(({ appId }) => appId),
  )
  return consents.map(({ connectionId, at, ip, textVersion, markupBps, limitMicrocents, shown }) => ({
    app: names(connections.find(({ id }) => id === connectionId)?.appId ?? ''),
    ...{ at, ip, textVersion, markupBps, shown },
    limit: limitMicrocents === null ? null : microcents(limitMicrocents),
  }))
}

async function callsOf(database: Database, order: OrderModel): Promise<EvidencePacket['calls']> {
  const spent = await spentOf(database, await lotsOfPayment(database, order))
  const totals = new Map<string, SpentOnCharge & { charged: Microcents }>()
  for (const part of spent) {
    const charged = sum([totals.get(part.chargeId)?.charged ?? microcents(0n), part.markup, part.base])
    totals.set(part.chargeId, { ...part, charged })
  }
  const charges = await chargesNamed(database, { ids: [...totals.keys()], walletIds: [...new Set(spent.map(({ walletId }) => walletId))] })
  const names = await appNames(
    database,
    charges.map(({ appId }) => appId),
  )
  const calls = charges.map(({ id, appId, model, settledAt }) => ({
    ...{ id: publicId('charge', id), at: settledAt, app: names(appId), model, charged: totals.get(id)?.charged ?? microcents(0n) },
  }))
  return {
    count: calls.length,
    charged: sum(calls.map(({ charged }) => charged)),
    ...{ first: calls.at(-1)?.at ?? null, last: calls[0]?.at ?? null, listed: calls.slice(0, CALLS_LISTED), byModel: byModel(calls) },
  }
}

/** The newest first. A purchase may have paid for more calls than one question can name. */
async function chargesNamed(database: Database, { ids, walletIds }: { ids: readonly string[]; walletIds: string[] }) {
  const found = []
  for (let from = 0; from < ids.length; from += CHARGES_AT_ONCE) {
    const some = await database.charge.findMany({
      where: { id: { in: ids.slice(from, from + CHARGES_AT_ONCE) }, walletId: { in: walletIds } },
      select: { id: true, appId: true, model: true, settledAt: true },
    })
    found.push(...some)
  }
  return found.sort((one, other) => other.settledAt.getTime() - one.settledAt.getTime())
}

function byModel(calls: readonly PacketCall[]): EvidencePacket['calls']['byModel'] {
  const groups = new Map<string, EvidencePacket['calls']['byModel'][number]>()
  for (const { app, model, charged } of calls) {
    const group = groups.get(`${app} ${model}`) ?? { app, model, calls: 0, charged: microcents(0n) }
    groups.set(`${app} ${model}`, { ...group, calls: group.calls + 1, charged: sum([group.charged, charged]) })
  }
  return [...groups.values()].sort((one, other) => other.calls - one.calls)
}

async function signInsOf(database: Database, wallets: readonly string[]): Promise<Date[]> {
  const owners = await database.wallet.findMany({ where: { id: { in: [...wallets] }, userId: { not: null } }, select: { userId: true } })
  const userIds = owners.map(({ userId }) => userId).filter((id) => id !== null)
  const sessions = await database.session.findMany({
    where: { subjectId: { in: userIds } },
    orderBy: { createdAt: 'desc' },
    take: SIGN_INS_MAX,
    select: { createdAt: true },
  })
  return sessions.map(({ createdAt }) => createdAt)
}

async function appNames(database: Database, ids: readonly string[]): Promise<(id: string) => string> {
  const apps = await database.app.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } })
  const byId = new Map(apps.map(({ id, name }) => [id, name]))
  return (id) => byId.get(id) ?? 'an app'
}
