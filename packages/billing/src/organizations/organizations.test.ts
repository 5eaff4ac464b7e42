// What a new organization and a new app can do from their first moment.
import { newId, publicId } from '@farebox/db'
import { ledgerDatabase, opened, walletTotals } from '@farebox/ledger/testing'
import { MICROCENTS_PER_DOLLAR } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { createApp } from '../apps/create-app.ts'
import { poolBalance } from '../grants/pool.ts'
import { createOrganization } from './create-organization.ts'

const world = opened(ledgerDatabase)

const now = new Date('2026-11-20T12:00:00Z')

async function aDeveloper(): Promise<string> {
  const id = newId()
  await world.database.user.create({ data: { id, email: `${id}@farebox.test` } })
  return id
}

describe('a new organization', () => {
  it('has an empty live wallet, $100 of play money, and its founder as owner', async () => {
    const userId = await aDeveloper()
    const { id } = await createOrganization(world.database, { userId, name: 'Pixel Pals', now })
    const wallets = await world.database.wallet.findMany({ where: { organizationId: id } })
    const of = (mode: string) => wallets.find((wallet) => wallet.mode === mode)?.id ?? ''
    expect(wallets.map(({ kind, status }) => ({ kind, status }))).toEqual(Array(2).fill({ kind: 'organization', status: 'open' }))
    expect((await walletTotals(world.database, of('live'))).available).toBe(0n)
    expect((await walletTotals(world.database, of('sandbox'))).available).toBe(100n * MICROCENTS_PER_DOLLAR)
    expect(await world.database.membership.findMany({ where: { organizationId: id } })).toMatchObject([{ userId, role: 'owner' }])
  })
})

describe('a new app', () => {
  it('M69: may be paid for by its own organization, without markup, in both modes', async () => {
    const userId = await aDeveloper()
    const organization = await createOrganization(world.database, { userId, name: 'Pixel Pals', now })
    const app = await createApp(world.database, { organizationId: organization.id, userId, name: 'PixelPal', now })
    const connections = await world.database.connection.findMany({ where: { appId: app.id }, orderBy: { mode: 'asc' } })
    expect(
      connections.map(({ mode, earnsMarkup, markupBpsAccepted, limitMicrocents }) => ({
        mode,
        earnsMarkup,
        markupBpsAccepted,
        limitMicrocents,
      })),
    ).toEqual(['live', 'sandbox'].map((mode) => ({ mode, earnsMarkup: false, markupBpsAccepted: 0, limitMicrocents: null })))
    expect(await poolBalance(world.database, { appId: app.id, mode: 'live' })).toBe(0n)
    expect(await poolBalance(world.database, { appId: app.id, mode: 'sandbox' })).toBe(100n * MICROCENTS_PER_DOLLAR)
  })

  it('is written down with who made it', async () => {
    const userId = await aDeveloper()
    const organization = await createOrganization(world.database, { userId, name: 'Pixel Pals', now })
    const app = await createApp(world.database, {
      organizationId: organization.id,
      userId,
      name: 'PixelPal',
      origin: 'https://pixelpal.example/',
      now,
    })
    const [entry] = await world.database.auditEntry.findMany({ where: { subject: publicId('app', app.id) } })
    expect(entry).toMatchObject({
      action: 'app.created',
      actorKind: 'user',
      actorId: userId,
      details: { origin: 'https://pixelpal.example' },
    })
  })

  it.each([
    'pixelpal.example',
    'ftp://pixelpal.example',
    'https://pixelpal.example/chat',
    'https://u:p@pixelpal.example',
    'javascript:alert(1)',
  ])('refuses %s as its address', async (origin) => {
    const userId = await aDeveloper()
    const organization = await createOrganization(world.database, { userId, name: 'Pixel Pals', now })
    const attempt = createApp(world.database, { organizationId: organization.id, userId, name: 'PixelPal', origin, now })
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_request', param: 'origin' })
    expect(await world.database.app.count({ where: { organizationId: organization.id } })).toBe(0)
  })
})
