// What a payout is looked at with: the real charges, payers and payments behind it.
import { newId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import {
  aPaidDeveloper,
  aWeekPasses,
  deliverEvents,
  earn,
  inAWeek,
  onlyRules,
  type PaidDeveloper,
  payoutWorld,
} from '../testing/payout-world.ts'
import { withRisk } from '../testing/thief-world.ts'
import { createPayout } from './create-payout.ts'
import { aloneWith } from './money-out.ts'
import { payoutFacts } from './payout-facts.ts'
import { reviewPayout } from './review-payout.ts'
import { sendPayout } from './send-payout.ts'

const world = opened(payoutWorld)

async function reviewed({ organizationId }: PaidDeveloper, now = inAWeek()) {
  await aWeekPasses(world, now)
  const made = await aloneWith(world.database, organizationId, (alone) => createPayout(alone, { organizationId, runId: null, now }))
  if (!('payoutId' in made)) throw new Error(made.passedOver)
  await reviewPayout(world.database, { id: made.payoutId, organizationId }, now)
  const payout = await world.database.payout.findUniqueOrThrow({ where: { id: made.payoutId } })
  const findings = await world.database.payoutFinding.findMany({ where: { payoutId: payout.id }, orderBy: { rule: 'asc' } })
  return { payout, rules: findings.map(({ rule }) => rule), findings }
}

/** The payer is a member of this organization. */
async function join(organizationId: string, walletId: string): Promise<void> {
  const { userId } = await world.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  await world.database.membership.create({ data: { organizationId, userId: userId ?? newId(), role: 'developer' } })
}

describe('a review', () => {
  // First, because practice cards and banks are everybody's: the people of a later test would be this organization's, too.
  it('M92: holds what was paid with a card of the organization or its people, where the card is a real one and not known to be shared', async () => {
    await onlyRules(world, 'same_card', 'self_dealing')
    const { database } = world
    const thief = await aPaidDeveloper(world)
    const [payer] = await earn(world, thief, dollars('31.00'))
    const fingerprint = await cardOf(payer?.walletId ?? '', { walletId: await aMembersWallet(thief.organizationId), organizationId: null })
    await withRisk(world, { comparesPracticeCards: true, walletsPerCard: 1_000 }, async () => {
      const { rules, findings, payout } = await reviewed(thief)
      expect(rules).toEqual(['same_card', 'self_dealing'])
      expect(findings[0]?.explanation).toMatch(/100 %.*\$31\.00.*same card/)
      expect(payout).toMatchObject({ status: 'held', holdReason: 'same_card', needsReview: true })
      expect((await payoutFacts(database, payout, inAWeek())).payers.every(({ isInsider }) => isInsider)).toBe(true)

      await database.membership.deleteMany({ where: { organizationId: thief.organizationId, role: 'developer' } })
      expect((await payoutFacts(database, payout, inAWeek())).sameCardMicrocents).toBe(0n)
      await cardOf(payer?.walletId ?? '', { walletId: null, organizationId: thief.organizationId })
      expect((await payoutFacts(database, payout, inAWeek())).sameCardMicrocents).toBe(dollars('31.00'))

      const entry = {
        list: 'allow',
        kind: 'card_fingerprint',
        value: fingerprint,
        reason: 'a company card',
        addedAt: new Date(),
      } as const
      await database.riskEntry.create({ data: { id: newId(), ...entry } })
      expect((await payoutFacts(database, payout, inAWeek())).sameCardMicrocents).toBe(0n)
      await database.riskEntry.updateMany({ data: { removedAt: new Date() } })
      expect((await payoutFacts(database, payout, inAWeek())).sameCardMicrocents).toBe(dollars('31.00'))
    })
    const payout = await database.payout.findFirstOrThrow({ where: { organizationId: thief.organizationId } })
    expect((await payoutFacts(database, payout, inAWeek())).sameCardMicrocents).toBe(0n)
  })

  /** Somebody else paid with the card of this payer, too. */
  async function cardOf(payerId: string, payer: { walletId: string | null; organizationId: string | null }): Promise<string> {
    const { fingerprint } = await world.database.paymentCard.findFirstOrThrow({ where: { walletId: payerId } })
    const card = { fingerprint, brand: 'visa', lastFour: '4242', country: 'US', livemode: false, at: new Date() }
    await world.database.paymentCard.create({ data: { orderId: newId(), ...payer, ...card } })
    return fingerprint ?? ''
  }

  async function aMembersWallet(organizationId: string): Promise<string> {
    const [userId, walletId] = [newId(), newId()]
    await world.database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
    await world.database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
    await join(organizationId, walletId)
    return walletId
  }

  it('lets a usual second payout pass, and shows a person the first', async () => {
    await world.database.riskRule.updateMany({ data: { enabled: true } })
    const developer = await aPaidDeveloper(world)
    await earn(world, developer, dollars('46.50'))
    const first = await reviewed(developer)
    expect(first.rules).toEqual(['first_payout'])
    expect(first.payout).toMatchObject({ status: 'in_review', needsReview: true, needsTwo: false, approvedAt: null })
    await onlyRules(world, 'first_payout', 'jump', 'self_dealing')
    const { id } = first.payout
    const approval = { status: 'approved', approvedBy: newId(), approvedAt: inAWeek() } as const
    await world.database.payout.update({ where: { id }, data: approval })
    expect(await sendPayout(world.till, id, inAWeek())).toBe('sent')
    await earn(world, developer, dollars('46.50'))
    const second = await reviewed(developer, inAWeek(8))
    expect(second.payout).toMatchObject({ status: 'approved', needsReview: false })
    expect(second.rules).toEqual([])
  })

  it('finds members of the organization among those who paid, by wallet, and says how much', async () => {
    await onlyRules(world, 'self_dealing')
    const developer = await aPaidDeveloper(world)
    const [insider] = await earn(world, developer, dollars('31.00'))
    await join(developer.organizationId, insider?.walletId ?? '')
    const { rules, findings, payout } = await reviewed(developer)
    expect(rules).toEqual(['self_dealing'])
    expect(findings[0]?.explanation).toContain('50 % of these earnings ($15.50)')
    const facts = await payoutFacts(world.database, payout, inAWeek())
    expect(facts.payers.filter(({ isInsider }) => isInsider).map(({ walletId }) => walletId)).toEqual([insider?.walletId])
  })

  it('finds members of another organization that is paid to the same bank account', async () => {
    await onlyRules(world, 'self_dealing')
    const [developer, other] = [await aPaidDeveloper(world), await aPaidDeveloper(world)]
    const [accomplice] = await earn(world, developer, dollars('15.50'))
    await join(other.organizationId, accomplice?.walletId ?? '')
    world.stripe.connect.changeBank(other.stripeAccountId, '000999999991')
    await deliverEvents(world, other.stripeAccountId, { now: inAWeek() })
    const separate = await world.database.payoutAccount.findMany({
      where: { organizationId: { in: [developer.organizationId, other.organizationId] } },
    })
    expect(new Set(separate.map(({ bankFingerprint }) => bankFingerprint)).size).toBe(2)
    await world.database.payoutAccount.update({
      where: { organizationId: other.organizationId },
      data: {
        bankFingerprint: separate.find(({ organizationId }) => organizationId === developer.organizationId)?.bankFingerprint ?? null,
      },
    })
    expect((await reviewed(developer)).rules).toEqual(['self_dealing'])
  })

  it('finds one payer who paid most of it, and a markup above half', async () => {
    await onlyRules(world, 'concentration', 'high_markup')
    const developer = await aPaidDeveloper(world, { markupBps: 6_000 })
    const [payer] = await earn(world, developer, dollars('15.50'))
    expect((await reviewed(developer)).rules).toEqual(['concentration', 'high_markup'])
    expect(payer).toBeDefined()
  })

  it('finds disputed payments of the people who paid', async () => {
    await onlyRules(world, 'dispute_rate')
    const developer = await aPaidDeveloper(world)
    const [payer] = await earn(world, developer, dollars('31.00'))
    world.stripe.dispute(payer?.paymentIntent ?? '')
    await deliverEvents(world, payer?.paymentIntent ?? '', { now: new Date() })
    expect((await reviewed(developer)).findings).toMatchObject([{ rule: 'dispute_rate', explanation: expect.stringContaining('1 of 2') }])
  })

  it('looks at the earnings since the payout before, not at those that were paid already', async () => {
    await onlyRules(world)
    const developer = await aPaidDeveloper(world)
    const [payer] = await earn(world, developer, dollars('31.00'))
    const { payout } = await reviewed(developer)
    expect(await payoutFacts(world.database, payout, inAWeek())).toMatchObject({ earnedMicrocents: dollars('31.00'), payersCount: 2 })
    await sendPayout(world.till, payout.id, inAWeek())
    const later = inAWeek(30)
    // Nothing was earned since.
    const next = { ...payout, id: newId(), createdAt: later }
    expect(await payoutFacts(world.database, next, later)).toMatchObject({
      earlier: [dollars('31.00')],
      earnedMicrocents: 0n,
      payersCount: 0,
    })
    expect(payer).toBeDefined()
  })

  it('holds a payout at once where a rule says so', async () => {
    await onlyRules(world, 'first_payout')
    await world.database.riskRule.update({ where: { name: 'first_payout' }, data: { action: 'hold' } })
    const developer = await aPaidDeveloper(world)
    await earn(world, developer, dollars('15.50'))
    const { payout } = await reviewed(developer)
    expect(payout).toMatchObject({ status: 'held', holdReason: 'first_payout', needsReview: true })
    expect(await sendPayout(world.till, payout.id, inAWeek())).toBe('held')
  })
})
