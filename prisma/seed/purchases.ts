// What the demo world has bought: a basic package for the rider, $10 on the organization's balance, $20 in the grant pool.
import { assert } from '../../packages/errors/src/index.ts'
import { MICROCENTS_PER_DOLLAR, microcents } from '../../packages/money/src/index.ts'
import type { FoundedApp } from './organizations.ts'
import { RIDER } from './rider.ts'
import { buy, type Till } from './till.ts'

export async function buyForRider(till: Till, now: Date): Promise<void> {
  const rider = await till.database.user.findUniqueOrThrow({ where: { email: RIDER } })
  const wallet = await till.database.wallet.findUniqueOrThrow({ where: { mode_userId: { mode: 'live', userId: rider.id } } })
  if (await till.database.order.findFirst({ where: { walletId: wallet.id, status: 'paid' } })) return
  await buy(till, { kind: 'wallet_topup', walletId: wallet.id, packageName: 'basic', buyerEmail: RIDER }, now)
}

export async function buyBalanceAndPool(till: Till, { organizationId, appId }: FoundedApp, now: Date): Promise<void> {
  const { database } = till
  const wallet = await database.wallet.findUnique({ where: { mode_organizationId: { mode: 'live', organizationId } } })
  assert(wallet, 'an organization has a live wallet')
  const dollars = (amount: bigint) => microcents(amount * MICROCENTS_PER_DOLLAR)
  const paid = { organizationId, buyerEmail: 'dev@farebox.test' }
  if (!(await database.order.findFirst({ where: { organizationId, kind: 'organization_topup', status: 'paid' } }))) {
    await buy(till, { ...paid, kind: 'organization_topup', walletId: wallet.id, creditMicrocents: dollars(10n) }, now)
  }
  if (!(await database.order.findFirst({ where: { appId, kind: 'grant_pool', status: 'paid' } }))) {
    await buy(till, { ...paid, kind: 'grant_pool', appId, creditMicrocents: dollars(20n) }, now)
  }
}
