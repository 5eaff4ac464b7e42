// When a markup holds, and who may be charged it.
import { newId } from '@farebox/db'
import { ledgerDatabase, opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { createOrganization } from '../organizations/create-organization.ts'
import { createApp } from './create-app.ts'
import { markupNow } from './markup-now.ts'
import { MARKUP_NOTICE_MS, setMarkup } from './set-markup.ts'

const world = opened(ledgerDatabase)

const now = new Date('2026-11-20T12:00:00Z')
const later = (ms: number) => new Date(now.getTime() + ms)

async function anApp({ isUsed = false, markupBps = 0, mode = 'live' as 'live' | 'sandbox' } = {}): Promise<string> {
  const userId = newId()
  await world.database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  const organization = await createOrganization(world.database, { userId, name: 'Pixel Pals', now })
  const { id: appId } = await createApp(world.database, { organizationId: organization.id, userId, name: 'PixelPal', now })
  await setMarkup(world.database, { appId, markupBps, now })
  if (isUsed) {
    const walletId = newId()
    await world.database.wallet.create({ data: { id: walletId, mode, kind: 'unclaimed' } })
    await world.database.connection.create({ data: { walletId, id: newId(), mode, appId, markupBpsAccepted: markupBps } })
  }
  return appId
}

const read = async (appId: string, at: Date) => markupNow(await world.database.app.findUniqueOrThrow({ where: { id: appId } }), at)

describe('a markup', () => {
  it('holds at once while nobody but its own organization is connected', async () => {
    const appId = await anApp()
    expect(await setMarkup(world.database, { appId, markupBps: 1_500, now })).toEqual({ markupBps: 1_500, announced: null })
    expect(await read(appId, now)).toEqual({ markupBps: 1_500, announced: null })
  })

  it('holds at once while only play money was spent under it', async () => {
    const appId = await anApp({ isUsed: true, mode: 'sandbox' })
    expect(await setMarkup(world.database, { appId, markupBps: 1_500, now })).toEqual({ markupBps: 1_500, announced: null })
  })

  it('is announced 60 s ahead once somebody is connected, and holds from the instant stated', async () => {
    const appId = await anApp({ isUsed: true, markupBps: 1_500 })
    const at = later(MARKUP_NOTICE_MS)
    expect(MARKUP_NOTICE_MS).toBeGreaterThanOrEqual(60_000)
    expect(await setMarkup(world.database, { appId, markupBps: 3_000, now })).toEqual({
      markupBps: 1_500,
      announced: { markupBps: 3_000, at },
    })
    expect((await read(appId, later(MARKUP_NOTICE_MS - 1))).markupBps).toBe(1_500)
    expect(await read(appId, at)).toEqual({ markupBps: 3_000, announced: null })
  })

  it('that has come is not lost when the next one is announced', async () => {
    const appId = await anApp({ isUsed: true, markupBps: 1_500 })
    await setMarkup(world.database, { appId, markupBps: 3_000, now })
    const next = await setMarkup(world.database, { appId, markupBps: 2_000, now: later(MARKUP_NOTICE_MS * 2) })
    expect(next).toEqual({ markupBps: 3_000, announced: { markupBps: 2_000, at: later(MARKUP_NOTICE_MS * 3) } })
  })

  it('set back to what it is takes an announcement away', async () => {
    const appId = await anApp({ isUsed: true, markupBps: 1_500 })
    await setMarkup(world.database, { appId, markupBps: 3_000, now })
    expect(await setMarkup(world.database, { appId, markupBps: 1_500, now: later(10) })).toEqual({ markupBps: 1_500, announced: null })
  })

  it.each([-1, 10_001, 12.5, Number.NaN])('of %s basis points is refused: it is a whole number from 0 to the cap', async (markupBps) => {
    const appId = await anApp()
    await expect(setMarkup(world.database, { appId, markupBps, now })).rejects.toMatchObject({ code: 'invalid_request' })
    expect((await read(appId, now)).markupBps).toBe(0)
  })

  it('obeys the cap operators set', async () => {
    await world.database.setting.create({ data: { name: 'markup_bps_max', value: 2_000 } })
    const appId = await anApp()
    await expect(setMarkup(world.database, { appId, markupBps: 2_001, now })).rejects.toMatchObject({ code: 'invalid_request' })
    expect((await setMarkup(world.database, { appId, markupBps: 2_000, now })).markupBps).toBe(2_000)
    await world.database.setting.delete({ where: { name: 'markup_bps_max' } })
  })
})
