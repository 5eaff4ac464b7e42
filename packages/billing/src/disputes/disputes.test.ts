// Disputes move exactly what they should: frozen when a bank takes the money, borne when it keeps it, back to the microcent when not.
import { dollars } from '@farebox/ledger/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPayer, book, type DisputeWorld, disputeWorld, mature, moneyOf, spend } from '../testing/dispute-world.ts'

let world: DisputeWorld
beforeAll(async () => {
  world = await disputeWorld()
})
afterAll(() => world.stop())

const nothing = { held: 0n, available: 0n, owed: 0n }

describe('a dispute of a payment', () => {
  it('M58: unspent: frozen when it opens; lost, the credit and the fee are gone and nobody else bears it', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    const dispute = payer.stripe.dispute()
    const [open] = await book(world, payer)
    expect(open).toMatchObject({ phase: 'open', disputedMicrocents: dollars('10.00'), stripeFeeCents: 1_500 })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n })
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost).toMatchObject({ phase: 'lost', disputedMicrocents: 0n, walletMicrocents: dollars('9.00') })
    expect(lost).toMatchObject({ packageMicrocents: dollars('1.00'), lossMicrocents: 0n })
  })

  it('M58: partly spent: lost, what is left, the markup and the fee bear it, the rest is ours; won, all is as it was', async () => {
    const payer = await aPayer(world, dollars('9.00'))
    await spend(world, payer.world, dollars('4.00'))
    const dispute = payer.stripe.dispute()
    await book(world, payer)
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n, held: dollars('0.60') })
    payer.stripe.turn(dispute, 'lost')
    const [lost] = await book(world, payer)
    expect(lost).toMatchObject({ walletMicrocents: dollars('4.40'), packageMicrocents: dollars('1.00'), lossMicrocents: dollars('4.00') })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: 0n })
    payer.stripe.turn(dispute, 'won')
    const [won] = await book(world, payer)
    expect(won).toMatchObject({ phase: 'won', disputedMicrocents: 0n, walletMicrocents: 0n, packageMicrocents: 0n, lossMicrocents: 0n })
    expect(await moneyOf(world, payer.world)).toEqual({ ...nothing, spendable: dollars('4.40') })
    await mature(world)
    expect(await moneyOf(world, payer.world)).toMatchObject({ available: dollars('0.60') })
  })
})
