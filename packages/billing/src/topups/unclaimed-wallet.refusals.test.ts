// A page that takes money without a sign-in opens for unclaimed wallets only, and tells nothing about any other.
import { newId, publicId } from '@farebox/db'
import { ledgerDatabase, opened, payingWorld } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { ensureExternalUser } from '../users/ensure-external-user.ts'
import { writeFirstPackages } from './packages.ts'
import { findUnclaimedWallet, startUnclaimedTopup } from './unclaimed-wallet.ts'

const ledger = opened(ledgerDatabase)
const now = new Date()

beforeAll(async () => {
  await writeFirstPackages(ledger.database, new Date(now.getTime() - 1_000))
})

describe('the page of an unclaimed wallet', () => {
  it('says for which app one pays, and takes an order that comes back to it', async () => {
    const { database } = ledger
    const { appId } = await payingWorld(database)
    const { walletId } = await database.$transaction((transaction) =>
      ensureExternalUser(transaction, { appId, mode: 'live', externalUserId: 'ann', now }),
    )
    const wallet = await findUnclaimedWallet(database, publicId('wallet', walletId), now)
    expect(wallet).toEqual({ walletId, appId, appName: 'PixelPal', externalUserId: 'ann', mode: 'live', markupBps: 1_500 })
    const { orderId } = await startUnclaimedTopup(database, { wallet, packageName: 'basic', walletUrl: 'https://wallet.example', now })
    expect(await database.order.findUnique({ where: { id: orderId } })).toMatchObject({
      ...{ walletId, appId, externalUserId: 'ann', priceCents: 1_000, markupBps: 1_500 },
      successUrl: `https://wallet.example/top-up/for/${publicId('wallet', walletId)}?paid=1`,
    })
  })

  it('does not exist for a user’s wallet, an unknown one, or another kind of id', async () => {
    const { walletId, appId } = await payingWorld(ledger.database)
    for (const name of [publicId('wallet', walletId), publicId('wallet', newId()), publicId('app', appId), 'wal_', '']) {
      await expect(findUnclaimedWallet(ledger.database, name, now)).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})
