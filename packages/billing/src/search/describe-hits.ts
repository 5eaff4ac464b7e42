// Each kind of record as a search shows it. No mail address of anybody: the page of the record has it, and records who read it.
import {
  type ApiKeyModel,
  type AppModel,
  type OrderModel,
  type OrganizationModel,
  type PayoutModel,
  publicId,
  type UserModel,
  type WalletModel,
} from '@farebox/db'
import { formatExact, fromCents, microcents } from '@farebox/money'
import type { Hit } from './hit.ts'

const day = (at: Date) => at.toISOString().slice(0, 10)

export function hitOfUser({ id: plain, createdAt }: UserModel): Hit {
  const id = publicId('user', plain)
  return { kind: 'user', id, title: id, detail: `A user since ${day(createdAt)}`, page: { kind: 'user', id } }
}

export function hitOfWallet({ id: plain, kind, status, mode }: WalletModel): Hit {
  const id = publicId('wallet', plain)
  return { kind: 'wallet', id, title: id, detail: `A wallet: ${kind}, ${status} (${mode})`, page: { kind: 'wallet', id } }
}

export function hitOfOrganization({ id: plain, name, createdAt }: OrganizationModel): Hit {
  const id = publicId('organization', plain)
  return { kind: 'organization', id, title: name, detail: `An organization since ${day(createdAt)}`, page: { kind: 'organization', id } }
}

export function hitOfApp({ id: plain, name, status }: AppModel): Hit {
  const id = publicId('app', plain)
  return { kind: 'app', id, title: name, detail: `An app, ${status}`, page: { kind: 'app', id } }
}

export function hitOfKey({ id: plain, name, lastFour, mode, appId, revokedAt }: ApiKeyModel): Hit {
  const id = publicId('apiKey', plain)
  const detail = `A key ending in ${lastFour} (${mode})${revokedAt ? `, revoked ${day(revokedAt)}` : ''}`
  return { kind: 'apiKey', id, title: name, detail, page: { kind: 'app', id: publicId('app', appId) } }
}

export function hitOfOrder(order: OrderModel): Hit {
  const id = publicId('order', order.id)
  const detail = `${order.description}: ${formatExact(fromCents(order.priceCents))}, ${order.status} (${order.mode})`
  return { kind: 'order', id, title: id, detail, page: pageOfOrder(order) }
}

function pageOfOrder({ walletId, organizationId, appId }: OrderModel): Hit['page'] {
  if (walletId) return { kind: 'wallet', id: publicId('wallet', walletId) }
  if (appId) return { kind: 'app', id: publicId('app', appId) }
  return { kind: 'organization', id: publicId('organization', organizationId ?? '') }
}

export function hitOfPayout({ id: plain, amountMicrocents, status, createdAt }: PayoutModel): Hit {
  const id = publicId('payout', plain)
  const detail = `${formatExact(microcents(amountMicrocents))}, ${status}, ${day(createdAt)}`
  return { kind: 'payout', id, title: id, detail, page: { kind: 'payout', id } }
}
