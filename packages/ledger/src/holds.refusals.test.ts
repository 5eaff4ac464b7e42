// What a hold refuses: limits, permissions, nonsense. Each refusal leaves every balance as it was.
import { newId } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { Holds } from './holds.ts'
import { dollars, giveGrant, holdRequest, ledgerWithHolds, opened, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerWithHolds)

const perUnit = { fixedNumerator: 0n, unitPriceMicrocentsPerMillion: 1_000_000_000_000n } // one cent a unit

describe('a connection’s limit', () => {
  it('G15: is never exceeded by 100 concurrent calls', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 1_000, limitMicrocents: dollars('1.10') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('50.00') })
    const answers = await Promise.all(Array.from({ length: 100 }, () => ledger.holds.open(holdRequest(world, dollars('0.10')))))
    expect(answers.filter((answer) => answer.outcome === 'held')).toHaveLength(10)
    const refused = answers.filter((answer) => answer.outcome === 'spending_limit_reached')
    expect(refused).toHaveLength(90)
    expect(refused[0]?.limit).toMatchObject({ amountMicrocents: dollars('1.10'), usedMicrocents: dollars('1.10') })
    expect(refused[0]?.limit?.resetsAt?.getTime()).toBeGreaterThan(Date.now())
    for (const { holdId } of answers.filter((answer) => answer.outcome === 'held')) {
      await ledger.holds.settle({
        holdId,
        walletId: world.walletId,
        resolution: 'released',
        baseMicrocents: dollars('0'),
        costMicrocents: dollars('0'),
      })
    }
  })

  it('counts the user’s own money with its markup, never a grant', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 1_000, limitMicrocents: dollars('0.11') })
    await giveGrant(ledger.database, { ...world, amountMicrocents: dollars('5.00') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    expect(await ledger.holds.open(holdRequest(world, dollars('5.10')))).toMatchObject({
      outcome: 'held',
      amountMicrocents: dollars('5.11'),
    })
    expect((await ledger.holds.open(holdRequest(world, 1n as Microcents))).outcome).toBe('spending_limit_reached')
  })

  it('gives back what a call did not use, and rolls with its window', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0, limitMicrocents: dollars('1.00') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('50.00') })
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
    await ledger.holds.settle({
      holdId,
      walletId: world.walletId,
      resolution: 'settled',
      baseMicrocents: dollars('0.40'),
      costMicrocents: dollars('0.40'),
    })
    expect((await ledger.holds.open(holdRequest(world, dollars('0.61')))).outcome).toBe('spending_limit_reached')
    const nextMonth = new Holds(ledger.url, { clockOffset: '40 days' })
    const later = await nextMonth.open(holdRequest(world, dollars('1.00')))
    expect(later.outcome).toBe('held')
    await nextMonth.end()
  })

  it('clamps a call to the units it can pay, and refuses below the minimum', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0, limitMicrocents: dollars('0.70') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const clamped = await ledger.holds.open(holdRequest(world, dollars('0'), { ...perUnit, unitsWanted: 1_000, unitsMinimum: 64 }))
    expect(clamped).toMatchObject({ outcome: 'held', unitsGranted: 70, amountMicrocents: dollars('0.70') })
    const refused = await ledger.holds.open(holdRequest(world, dollars('0'), { ...perUnit, unitsWanted: 1_000, unitsMinimum: 64 }))
    expect(refused).toMatchObject({ outcome: 'spending_limit_reached', affordableUnits: 0 })
  })

  it('for one call is its own refusal, and so is the caller’s own cap', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0, limitCallMicrocents: dollars('0.50') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    expect((await ledger.holds.open(holdRequest(world, dollars('0.51')))).outcome).toBe('call_limit_reached')
    const capped = await ledger.holds.open(holdRequest(world, dollars('0.20'), { chargeMaxMicrocents: dollars('0.19') }))
    expect(capped).toMatchObject({ outcome: 'call_limit_reached', limit: { amountMicrocents: dollars('0.19') } })
    expect((await ledger.holds.open(holdRequest(world, dollars('0.20'), { chargeMaxMicrocents: dollars('0.20') }))).outcome).toBe('held')
  })
})

describe('a developer’s key', () => {
  async function developerWorld() {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await ledger.database.wallet.create({
      data: { id: newId(), mode: 'live', kind: 'organization', organizationId: world.organizationId },
    })
    const { id: walletId } = await ledger.database.wallet.findFirstOrThrow({ where: { organizationId: world.organizationId } })
    const connectionId = newId()
    await ledger.database.connection.create({
      data: { walletId, id: connectionId, mode: 'live', appId: world.appId, markupBpsAccepted: 0, earnsMarkup: false },
    })
    await payIn(ledger.database, { walletId, creditMicrocents: dollars('50.00') })
    return { ...world, walletId, connectionId }
  }

  it('M25: spends at most its budget, exactly, from 50 concurrent calls', async () => {
    const world = await developerWorld()
    await ledger.database.keyBudget.create({
      data: { walletId: world.walletId, apiKeyId: world.apiKeyId, limitMicrocents: dollars('0.95') },
    })
    const answers = await Promise.all(Array.from({ length: 50 }, () => ledger.holds.open(holdRequest(world, dollars('0.10')))))
    expect(answers.filter((answer) => answer.outcome === 'held')).toHaveLength(9)
    expect(answers.filter((answer) => answer.outcome === 'key_budget_reached')).toHaveLength(41)
  })

  it('lets one end user drain no more than an end user’s share', async () => {
    const world = await developerWorld()
    await ledger.database.keyBudget.create({
      data: { walletId: world.walletId, apiKeyId: world.apiKeyId, endUserLimitMicrocents: dollars('0.30') },
    })
    const asked = (endUser: string) => ledger.holds.open(holdRequest(world, dollars('0.20'), { endUser }))
    expect([(await asked('ann')).outcome, (await asked('ann')).outcome, (await asked('bob')).outcome]).toEqual([
      'held',
      'key_budget_reached',
      'held',
    ])
  })
})

describe('permission', () => {
  it('G14: is read inside the hold: each change is in force at once, and nothing is reserved', async () => {
    const world = await payingWorld(ledger.database)
    const { database } = ledger
    await payIn(database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const connection = { walletId_id: { walletId: world.walletId, id: world.connectionId } }
    const changes: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
      [
        'connection_paused',
        () => database.connection.update({ where: connection, data: { status: 'paused' } }),
        () => database.connection.update({ where: connection, data: { status: 'active' } }),
      ],
      [
        'connection_revoked',
        () => database.connection.update({ where: connection, data: { status: 'revoked' } }),
        () => database.connection.update({ where: connection, data: { status: 'active' } }),
      ],
      [
        'connection_expired',
        () => database.connection.update({ where: connection, data: { expiresAt: new Date(Date.now() - 1_000) } }),
        () => database.connection.update({ where: connection, data: { expiresAt: null } }),
      ],
      [
        'model_not_allowed',
        () => database.connection.update({ where: connection, data: { models: ['another-model'] } }),
        () => database.connection.update({ where: connection, data: { models: [] } }),
      ],
      [
        'app_suspended',
        () => database.app.update({ where: { id: world.appId }, data: { status: 'suspended' } }),
        () => database.app.update({ where: { id: world.appId }, data: { status: 'live' } }),
      ],
      [
        'key_expired',
        () => database.apiKey.update({ where: { id: world.apiKeyId }, data: { expiresAt: new Date(Date.now() - 1_000) } }),
        () => database.apiKey.update({ where: { id: world.apiKeyId }, data: { expiresAt: null } }),
      ],
      [
        'stale_price',
        () => database.priceVersion.update({ where: { id: world.priceVersionId }, data: { endsAt: new Date(Date.now() - 1_000) } }),
        () => database.priceVersion.update({ where: { id: world.priceVersionId }, data: { endsAt: null } }),
      ],
      [
        'stale_price',
        () => database.provider.update({ where: { id: world.providerId }, data: { enabled: false } }),
        () => database.provider.update({ where: { id: world.providerId }, data: { enabled: true } }),
      ],
      [
        'stale_price',
        () =>
          database.modelSwitch.create({
            data: { model: 'test-model', providerId: world.providerId, reason: 'a test', offSince: new Date() },
          }),
        () => database.modelSwitch.deleteMany(),
      ],
      [
        'invalid_api_key',
        () => database.apiKey.update({ where: { id: world.apiKeyId }, data: { revokedAt: new Date(Date.now() - 1_000) } }),
        () => database.apiKey.update({ where: { id: world.apiKeyId }, data: { revokedAt: null } }),
      ],
    ]
    for (const [code, change, undo] of changes) {
      await change()
      expect((await ledger.holds.open(holdRequest(world, dollars('1.00')))).outcome).toBe(code)
      await undo()
    }
    expect(await walletTotals(database, world.walletId)).toEqual({ available: dollars('5.00'), held: dollars('0') })
    expect((await ledger.holds.open(holdRequest(world, dollars('1.00')))).outcome).toBe('held')
  })

  it('keeps apps, modes and wallets apart', async () => {
    const [mine, theirs] = [await payingWorld(ledger.database), await payingWorld(ledger.database)]
    await payIn(ledger.database, { walletId: theirs.walletId, creditMicrocents: dollars('5.00') })
    const foreign = [
      holdRequest(mine, dollars('1.00'), { walletId: theirs.walletId }),
      holdRequest(theirs, dollars('1.00'), { credentialId: mine.apiKeyId }),
      holdRequest(theirs, dollars('1.00'), { connectionId: mine.connectionId }),
    ]
    for (const request of foreign) expect((await ledger.holds.open(request)).outcome).toBe('user_not_found')
    expect((await ledger.holds.open(holdRequest(mine, dollars('1.00'), { walletId: newId() }))).outcome).toBe('not_found')
    expect(await walletTotals(ledger.database, theirs.walletId)).toEqual({ available: dollars('5.00'), held: dollars('0') })
  })

  it('keeps at most 256 holds open on one wallet', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const answers = await Promise.all(Array.from({ length: 260 }, () => ledger.holds.open(holdRequest(world, 100n as Microcents))))
    expect(answers.filter((answer) => answer.outcome === 'held')).toHaveLength(256)
    expect(answers.filter((answer) => answer.outcome === 'concurrency_limit')).toHaveLength(4)
  })
})

describe('nonsense', () => {
  it('M12: a negative or missing cost is refused by the innermost function, and its neighbours in the batch are served', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const opened = await Promise.all([1, 2, 3].map(() => ledger.holds.open(holdRequest(world, dollars('1.00')))))
    const amounts = [dollars('0.10'), -1n as Microcents, dollars('0.20')]
    const settled = await Promise.allSettled(
      opened.map(({ holdId }, place) => {
        const amount = amounts[place] as Microcents
        return ledger.holds.settle({
          holdId,
          walletId: world.walletId,
          resolution: 'settled',
          baseMicrocents: amount,
          costMicrocents: amount,
        })
      }),
    )
    expect(settled.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('3.70'), held: dollars('1.00') })
    for (const wrong of ['NaN', '1.5', '99999999999999999999', null]) {
      const row = [{ hold_id: opened[1]?.holdId, wallet_id: world.walletId, resolution: 'settled', base: wrong, cost: '0' }]
      await expect(ledger.database.$queryRawUnsafe('select * from settle_holds($1::json)', JSON.stringify(row))).rejects.toThrow()
    }
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('3.70'), held: dollars('1.00') })
  })
})
