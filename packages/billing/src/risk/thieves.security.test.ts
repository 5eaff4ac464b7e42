// What a thief does with stolen cards: each attack first works as an honest buyer would do it, and then is stopped.
import { listStanding } from '@farebox/auth/risk-lists'
import { newId, publicId, type RiskEntryKind } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { type Challenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { beforeAll, describe, expect, it } from 'vitest'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { begin, buy, challengeFor, declined, type Person, somebody, withRisk } from '../testing/thief-world.ts'
import { balanceOf, topUpWorld } from '../testing/top-up-world.ts'
import { watchRisk } from './watch-risk.ts'

const world = opened(() => topUpWorld({ isWorking: false }))
beforeAll(async () => {
  world.stripe.setWebhook(undefined)
})

const DAY_MS = 86_400_000
const tomorrow = () => new Date(Date.now() + DAY_MS + 1_000)

describe('a wallet that buys and buys', () => {
  it('M89: may begin ten purchases within 24 hours, also if it begins more at once, and goes on the day after', async () => {
    const person = await somebody(world)
    const begun = await Promise.all(Array.from({ length: 14 }, () => begin(world, person)))
    expect(begun.filter(({ refused }) => refused === null)).toHaveLength(10)
    expect(begun.filter(({ refused }) => refused === 'checkout_limit_reached')).toHaveLength(4)
    // One that is open already is opened again as often as one likes.
    const open = begun.find(({ refused }) => refused === null)
    expect((await begin(world, person, { orderId: open?.orderId ?? '' })).refused).toBeNull()
    expect((await begin(world, person, { now: tomorrow() })).refused).toBeNull()
  })

  it('M89: may pay $500 within 24 hours, with what is open; what it let go does not count', async () => {
    const person = await somebody(world)
    await withRisk(world, { centsPerDay: 10_000 }, async () => {
      const [first, second] = [await begin(world, person, { packageName: 'pro' }), await begin(world, person, { packageName: 'pro' })]
      expect([first.refused, second.refused]).toEqual([null, null])
      expect((await begin(world, person)).refused).toBe('checkout_limit_reached')
      await world.database.order.update({ where: { id: second.orderId }, data: { status: 'expired' } })
      expect((await begin(world, person)).refused).toBeNull()
    })
  })
})

describe('somebody whose cards are declined', () => {
  it('M90: opens a second purchase freely, and from then on only with a proof of work that is theirs and fresh', async () => {
    const person = await somebody(world, { address: '198.51.100.31' })
    const first = await begin(world, person)
    await declined(world, first)
    const second = await begin(world, person)
    expect(second.refused).toBeNull()
    await declined(world, second)
    const third = await begin(world, person)
    expect(third.refused).toBe('proof_required')

    const { orderId } = third
    const again = (proof: string) => begin(world, person, { orderId, proof }).then(({ refused }) => refused)
    const challenge = await challengeFor(orderId)
    expect(await again(sent(challenge, { counter: 1, derivedKey: '00', time: 1 }))).toBe('proof_required')
    expect(await again(await solved({ ...challenge, parameters: { ...challenge.parameters, keyPrefix: '00', keySignature: '00' } }))).toBe(
      'proof_required',
    )
    expect(await again(await solved(await challengeFor(newId())))).toBe('proof_required')
    expect(await again(await solved(await challengeFor(orderId, new Date(Date.now() - 3_600_000))))).toBe('proof_required')
    expect(await again('not a proof')).toBe('proof_required')
    const proof = await solved(challenge)
    expect(await again(proof)).toBeNull()

    // Used up, and for that order only.
    const fourth = await begin(world, person, { proof })
    expect(fourth.refused).toBe('proof_required')
    await world.database.checkoutOpening.delete({ where: { orderId } })
    await world.database.order.update({ where: { id: orderId }, data: { stripeSessionId: null, status: 'created' } })
    expect(await again(proof)).toBe('proof_required')
  })

  it('M90: is stopped for a day after eight cards, and others are not', async () => {
    const person = await somebody(world, { address: '198.51.100.32' })
    const begun = await begin(world, person)
    await declined(world, begun, 8)
    expect((await begin(world, person)).refused).toBe('checkout_refused')
    expect((await begin(world, person, { now: tomorrow() })).refused).toBeNull()
    expect((await begin(world, await somebody(world))).refused).toBeNull()
  })

  it('M90: who takes a new wallet each time is stopped by the network address, unless it is known to be shared by many', async () => {
    const address = '198.51.100.33'
    await withRisk(world, { networkDeclinesPerDay: 4 }, async () => {
      for (let wallets = 0; wallets < 2; wallets += 1) {
        const begun = await begin(world, await somebody(world, { address }))
        expect(begun.refused).toBeNull()
        await declined(world, begun, 2)
      }
      expect((await begin(world, await somebody(world, { address }))).refused).toBe('checkout_refused')
      // The same network, written as IPv6 writes IPv4.
      expect((await begin(world, await somebody(world, { address: `::ffff:${address}` }))).refused).toBe('checkout_refused')
      await onList({ list: 'allow', kind: 'address_range', value: address })
      expect((await begin(world, await somebody(world, { address }))).refused).toBeNull()
    })
  })

  it('M90: everywhere at once makes everybody’s computer work, and wakes the operators; nobody is shut out', async () => {
    await withRisk(world, { platformDeclines: 3 }, async () => {
      const { database } = world
      expect(await watchRisk({ database, mailer: deaf }, new Date())).toBe(1)
      expect(await database.alert.count({ where: { kind: 'declines_high' } })).toBe(1)
      const honest = await somebody(world, { address: '198.51.100.34' })
      const { refused, orderId } = await begin(world, honest)
      expect(refused).toBe('proof_required')
      expect((await begin(world, honest, { orderId, proof: await solved(await challengeFor(orderId)) })).refused).toBeNull()
    })
    expect((await begin(world, await somebody(world, { address: '198.51.100.35' }))).refused).toBeNull()
  })
})

describe('the lists', () => {
  it('M91: keep a range of addresses and a mail domain out of checkouts, until they end; allow beats block', async () => {
    const inside: Partial<Person>[] = [{ address: '192.0.2.77' }, { address: '2001:db8:7:1::9' }, { email: 'a@mail.burner.example' }]
    const outside: Partial<Person>[] = [{ address: '192.0.3.1' }, { address: '2001:db8:8::1' }, { email: 'a@burner.example.org' }]
    const refusals = (people: Partial<Person>[]) =>
      Promise.all(people.map(async (person) => (await begin(world, { ...(await somebody(world)), ...person })).refused))
    expect(await refusals(inside)).toEqual([null, null, null])
    await onList({ list: 'block', kind: 'address_range', value: '192.0.2.0/24', expiresAt: tomorrow() })
    await onList({ list: 'block', kind: 'address_range', value: '2001:db8:7::1/48' })
    const domain = await onList({ list: 'block', kind: 'mail_domain', value: '@Burner.Example' })
    expect(await refusals(inside)).toEqual(Array(3).fill('checkout_refused'))
    expect(await refusals(outside)).toEqual([null, null, null])

    await onList({ list: 'allow', kind: 'address_range', value: '192.0.2.77' })
    await offList(domain)
    expect(await refusals(inside)).toEqual([null, 'checkout_refused', null])
    const { blocked } = await listStanding(world.database, { address: '192.0.2.78' }, tomorrow())
    expect(blocked).toBeUndefined()
  })

  it('M91: put aside what a blocked card or country paid, and credit nothing; what is allowed by name passes', async () => {
    const [mastercard, german] = ['2223003122003222', '4000002760000016']
    for (const card of [mastercard, german]) expect(await buy(world, await somebody(world), card)).toBe('paid')
    const { fingerprint } = await world.database.paymentCard.findFirstOrThrow({ where: { lastFour: '3222' } })
    await onList({ list: 'block', kind: 'card_fingerprint', value: fingerprint ?? '' })
    await onList({ list: 'block', kind: 'country', value: 'de' })
    for (const card of [mastercard, german]) {
      const person = await somebody(world)
      expect(await buy(world, person, card)).toBe('quarantined')
      expect(await balanceOf(world.database, person.walletId)).toBe(0n)
      // Whoever used a blocked card opens no other checkout; a country is not held against the wallet.
      expect((await begin(world, person)).refused).toBe(card === mastercard ? 'checkout_refused' : null)
    }
    const known = await world.database.paymentCard.findFirstOrThrow({ where: { country: 'DE' } })
    await onList({ list: 'allow', kind: 'card_fingerprint', value: known.fingerprint ?? '' })
    const person = await somebody(world)
    expect(await buy(world, person, german)).toBe('paid')
    expect(await balanceOf(world.database, person.walletId)).toBe(dollars('4.05'))
  })

  it('M91: are changed by operators with a fresh code and a reason, on record, and read what they are given strictly', async () => {
    const support = asOperator(world.database, await makeOperator(world.ledger.url, 'support'))
    const entry = { list: 'block', kind: 'address_range', value: '203.0.113.99/28', reason: 'card testing' } as const
    const { id } = await support.risk.lists.add(entry)
    expect(await support.risk.lists.read({})).toContainEqual(expect.objectContaining({ id, value: '203.0.113.96/28', state: 'in force' }))
    await support.risk.lists.remove({ id, reason: 'it was us' })
    await expect(support.risk.lists.remove({ id, reason: 'again' })).rejects.toThrow(/no such entry/)
    expect((await support.audit.list({ subject: id })).rows.map(({ action, reason }) => [action, reason]).sort()).toEqual([
      ['risk.listed', 'card testing'],
      ['risk.unlisted', 'it was us'],
    ])
    const wrong: [RiskEntryKind, string][] = [
      ['address_range', '0.0.0.0/0'],
      ['address_range', '10.0.0.0/33'],
      ['address_range', 'localhost'],
      ['country', 'Germany'],
      ['mail_domain', 'com'],
      ['payer', publicId('user', newId())],
      ['payer', publicId('wallet', newId())],
      ['payer', publicId('organization', newId())],
    ]
    for (const [kind, value] of wrong)
      await expect(support.risk.lists.add({ ...entry, kind, value })).rejects.toThrow(/Write|range|no such/)
    const engineer = asOperator(world.database, await makeOperator(world.ledger.url, 'engineer'))
    await expect(engineer.risk.lists.add(entry)).rejects.toThrow(/role/)
    await expect(engineer.risk.signs.read()).rejects.toThrow(/role/)
    expect((await support.risk.signs.read()).platform.isBraking).toBe(false)
  })
})

it('M92: one card that pays for many wallets is blocked as it does, and the operators are told; practice cards are everybody’s', async () => {
  const card = '378282246310005'
  const people = await Promise.all(Array.from({ length: 4 }, () => somebody(world)))
  const pay = (person: Person | undefined) => buy(world, person ?? people[0] ?? { walletId: '', email: '', address: '' }, card)
  await withRisk(world, { walletsPerCard: 2 }, async () => {
    for (const person of people.slice(0, 3)) expect(await pay(person)).toBe('paid')
  })
  await withRisk(world, { walletsPerCard: 2, comparesPracticeCards: true }, async () => {
    expect(await pay(people[3])).toBe('paid')
    expect(await pay(await somebody(world))).toBe('quarantined')
    expect((await begin(world, people[0] as Person)).refused).toBe('checkout_refused')
  })
  const { database } = world
  expect(await watchRisk({ database, mailer: deaf }, new Date())).toBe(1)
  const alert = await database.alert.findFirstOrThrow({ where: { kind: 'card_on_many_wallets' } })
  expect(alert.explanation).toBe('It paid for 4 wallets within 30 days.')
})

const deaf = { send: async () => {}, close: () => {} }

type Entry = {
  list: 'block' | 'allow'
  kind: RiskEntryKind
  value: string
  expiresAt?: Date
}

async function onList(entry: Entry): Promise<string> {
  const operator = asOperator(world.database, await makeOperator(world.ledger.url, 'finance'))
  const { id } = await operator.risk.lists.add({ ...entry, reason: 'a test' })
  return id
}

async function offList(id: string): Promise<void> {
  const operator = asOperator(world.database, await makeOperator(world.ledger.url, 'finance'))
  await operator.risk.lists.remove({ id, reason: 'a test' })
}

/** As the widget solves and sends it. */
async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey })
  return sent(challenge, solution ?? { counter: 0, derivedKey: '', time: 0 })
}

const sent = (challenge: Challenge, solution: { counter: number; derivedKey: string; time?: number }) =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
