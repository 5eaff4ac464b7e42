// Claiming a wallet: what was paid becomes good everywhere, what was given stays in its app, and calls under way finish first.
import { Holds } from '@farebox/ledger/holds'
import { dollars, holdRequest, opened } from '@farebox/ledger/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueGrant } from '../grants/issue-grant.ts'
import { revokeGrant } from '../grants/revoke-grant.ts'
import { listPurchases } from '../receipts/list-purchases.ts'
import { readReceipt } from '../receipts/read-receipt.ts'
import { appOnline, CREDIT, claim, orderFor } from '../testing/claim-world.ts'
import { fundPool } from '../testing/fund-pool.ts'
import { aWallet, balanceOf, topUpWorld } from '../testing/top-up-world.ts'
import { findClaimable } from './claim-by-receipt.ts'
import { claimWallet } from './claim-wallet.ts'
import { CLOSING_MS, followClaims } from './follow-claims.ts'

const shop = opened(() => topUpWorld({ isWorking: false }))
let holds: Holds
beforeAll(async () => {
  holds = new Holds(shop.ledger.url)
})
afterAll(() => holds.end())

const lotsOf = (walletId: string) =>
  shop.database.lot.findMany({ where: { walletId, availableMicrocents: { gt: 0 } }, orderBy: { kind: 'asc' } })

describe('a wallet claimed by the word of its app', () => {
  const byLink = (walletId: string, { walletId: toWalletId, userId }: Awaited<ReturnType<typeof aWallet>>) =>
    shop.database.$transaction((transaction) =>
      claimWallet(transaction, { walletId, toWalletId, userId, proof: 'connect_link', now: new Date() }),
    )

  it('is good everywhere for whoever paid; what somebody else paid stays this app’s', async () => {
    const world = await appOnline(shop)
    const [payer, claimer] = [await aWallet(shop.database), await aWallet(shop.database)]
    const own = await orderFor(shop, world, 'own')
    await own.pay(payer.email)
    await byLink(own.walletId, payer)
    expect(await lotsOf(payer.walletId)).toMatchObject([{ kind: 'topup', appId: null, availableMicrocents: CREDIT }])

    const others = await orderFor(shop, world, 'theirs')
    await others.pay(payer.email)
    await byLink(others.walletId, claimer)
    expect(await lotsOf(claimer.walletId)).toMatchObject([{ kind: 'topup', appId: world.appId, availableMicrocents: CREDIT }])
  })
})

describe('a wallet claimed from the receipt mail', () => {
  it('is the payer’s: what was bought is good in every app, what was given stays in its own, and the limit applies', async () => {
    const world = await appOnline(shop)
    const person = await aWallet(shop.database)
    const { walletId, pay } = await orderFor(shop, world, 'ann')
    const token = await pay(person.email.toUpperCase())
    await fundPool(shop.database, world, dollars('2'))
    const { appId, organizationId } = world
    const given = {
      appId,
      organizationId,
      mode: 'live' as const,
      externalUserId: 'ann',
      amountMicrocents: dollars('0.50'),
      now: new Date(),
    }
    const { grantId } = await issueGrant(shop.database, given)
    const [grantLot, paidLot] = await lotsOf(walletId)
    expect(await findClaimable(shop.database, { token, person })).toMatchObject({
      walletId,
      externalUserId: 'ann',
      balance: dollars('4.55'),
    })

    await claim(shop, token, person)
    expect(await lotsOf(walletId)).toEqual([])
    expect(await lotsOf(person.walletId)).toMatchObject([
      { kind: 'grant', appId, originLotId: grantLot?.id, availableMicrocents: dollars('0.50') },
      { kind: 'topup', appId: null, originLotId: paidLot?.id, availableMicrocents: CREDIT },
    ])
    const user = await shop.database.externalUser.findFirstOrThrow({ where: { appId, externalUserId: 'ann' } })
    const connection = await shop.database.connection.findFirstOrThrow({ where: { walletId: person.walletId, appId } })
    expect([user.walletId, user.connectionId, connection.limitMicrocents]).toEqual([person.walletId, connection.id, dollars('5')])

    // The mail’s link now tells the buyer of this app only; their own wallet lists the purchase with what is left of it.
    const receipt = await readReceipt(shop.database, { token })
    expect([receipt.isUnclaimed, receipt.purchase.left]).toEqual([false, null])
    const { rows } = await listPurchases(shop.database, person.walletId, { limit: 10 })
    expect(rows.map(({ left }) => left)).toEqual([CREDIT])

    // The grant is still the developer’s to take back.
    expect((await revokeGrant(shop.database, { appId, mode: 'live', grantId, now: new Date() })).returned).toBe(dollars('0.50'))
    expect(await balanceOf(shop.database, person.walletId)).toBe(CREDIT)
  })

  it('lets a call under way finish: its rest follows, and only then the old wallet closes', async () => {
    const world = await appOnline(shop)
    const person = await aWallet(shop.database)
    const { walletId, pay } = await orderFor(shop, world, 'bob')
    const token = await pay(person.email)
    const user = await shop.database.externalUser.findFirstOrThrow({ where: { walletId } })
    const held = await holds.open(holdRequest({ ...world, walletId, connectionId: user.connectionId }, dollars('1')))
    expect(held.outcome).toBe('held')

    const now = new Date()
    await claim(shop, token, person, now)
    expect(await balanceOf(shop.database, person.walletId)).toBe(0n)
    const statusOf = async () => (await shop.database.wallet.findUniqueOrThrow({ where: { id: walletId } })).status
    await followClaims(shop.database, new Date(now.getTime() + CLOSING_MS))
    expect(await statusOf()).toBe('closing')
    expect((await holds.open(holdRequest({ ...world, walletId, connectionId: user.connectionId }, dollars('1')))).outcome).toBe('moved')

    const ending = { holdId: held.holdId, walletId, baseMicrocents: dollars('0.40'), costMicrocents: dollars('0.40') }
    const { markupMicrocents } = await holds.settle({ ...ending, resolution: 'settled' })
    await followClaims(shop.database, new Date(now.getTime() + CLOSING_MS))
    expect([await statusOf(), await balanceOf(shop.database, person.walletId)]).toEqual([
      'closed',
      CREDIT - dollars('0.40') - markupMicrocents,
    ])
  })

  it('gets what was paid for it later, even long after it closed', async () => {
    const world = await appOnline(shop)
    const person = await aWallet(shop.database)
    const first = await orderFor(shop, world, 'cleo')
    const late = await orderFor(shop, world, 'cleo')
    const now = new Date()
    await claim(shop, await first.pay(person.email), person, now)
    await followClaims(shop.database, new Date(now.getTime() + CLOSING_MS))
    const token = await late.pay(person.email)
    expect([await balanceOf(shop.database, first.walletId), await balanceOf(shop.database, person.walletId)]).toEqual([0n, CREDIT * 2n])
    expect((await lotsOf(person.walletId)).map(({ appId }) => appId)).toEqual([null, null])
    await expect(claim(shop, token, person)).rejects.toMatchObject({ code: 'not_found' })
  })
})
