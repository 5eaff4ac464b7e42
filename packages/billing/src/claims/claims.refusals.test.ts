// Claims that are refused, each beside the one that is not.
import { opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { appOnline, CREDIT, claim, orderFor } from '../testing/claim-world.ts'
import { aWallet, balanceOf, topUpWorld } from '../testing/top-up-world.ts'

const shop = opened(() => topUpWorld({ isWorking: false }))

describe('a claim is refused, and moves nothing', () => {
  const refused = async (token: string, person: { userId: string; email: string; walletId: string }, code: string) => {
    await expect(claim(shop, token, person)).rejects.toMatchObject({ code })
    expect(await balanceOf(shop.database, person.walletId)).toBe(0n)
  }

  it('to another mail address than the one that paid; with that one it is not', async () => {
    const world = await appOnline(shop)
    const [payer, other] = [await aWallet(shop.database), await aWallet(shop.database)]
    const token = await (await orderFor(shop, world, 'dan')).pay(payer.email)
    await refused(token, other, 'claim_not_yours')
    await claim(shop, token, payer)
    expect(await balanceOf(shop.database, payer.walletId)).toBe(CREDIT)
  })

  it('where somebody else paid in too: neither takes the other’s money', async () => {
    const world = await appOnline(shop)
    const [one, other] = [await aWallet(shop.database), await aWallet(shop.database)]
    const tokens = [await (await orderFor(shop, world, 'eli')).pay(one.email), await (await orderFor(shop, world, 'eli')).pay(other.email)]
    await refused(tokens[0] ?? '', one, 'claim_not_yours')
    await refused(tokens[1] ?? '', other, 'claim_not_yours')
  })

  it('a second time, at once or later; and with a token nobody was sent', async () => {
    const world = await appOnline(shop)
    const person = await aWallet(shop.database)
    const token = await (await orderFor(shop, world, 'fay')).pay(person.email)
    const ends = await Promise.allSettled([claim(shop, token, person), claim(shop, token, person), claim(shop, token, person)])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(claim(shop, token, person)).rejects.toMatchObject({ code: 'wallet_claimed' })
    expect(await balanceOf(shop.database, person.walletId)).toBe(CREDIT)
    await expect(claim(shop, 'guessed', person)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of a wallet that is frozen or in debt', async () => {
    const world = await appOnline(shop)
    const person = await aWallet(shop.database)
    const { walletId, pay } = await orderFor(shop, world, 'gil')
    const token = await pay(person.email)
    // Debt is the ledger's to write: here its owner does.
    const change = (status: string, inDebt: boolean) =>
      shop.database.$transaction([
        shop.database.$executeRaw`set local role none`,
        shop.database.$executeRaw`update wallet set status = ${status}::wallet_status, in_debt = ${inDebt} where id = ${walletId}::uuid`,
      ])
    await change('frozen', false)
    await refused(token, person, 'wallet_frozen')
    await change('open', true)
    await refused(token, person, 'wallet_in_debt')
    await change('open', false)
    await claim(shop, token, person)
  })

  it('at another price than the page showed', async () => {
    const world = await appOnline(shop)
    const person = await aWallet(shop.database)
    const token = await (await orderFor(shop, world, 'hal')).pay(person.email)
    await shop.database.app.update({ where: { id: world.appId }, data: { markupBps: 2_000 } })
    await refused(token, person, 'consent_changed')
  })
})
