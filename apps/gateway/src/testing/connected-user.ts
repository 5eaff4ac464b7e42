// A person who allowed an app, with money of their own, and the token the OAuth server would have issued for them.
import { ensureOAuthClient, idHash } from '@farebox/auth/testing'
import { giveConsent } from '@farebox/billing/consent'
import { dollars, payIn, type WorldApp } from '@farebox/billing/testing'
import { newId } from '@farebox/db'
import type { TestGateway } from './start-gateway.ts'

export type Connected = { walletId: string; connectionId: string; clientId: string; userId: string }

type World = Pick<TestGateway, 'database'>

/** Up to a limit a month. */
export async function connectedUser({ database }: World, of: WorldApp, { limit = '5', credit = '8.50' } = {}): Promise<Connected> {
  const userId = newId()
  await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  const { clientId } = await ensureOAuthClient(database, { appId: of.appId, mode: 'live', kind: 'public', now: new Date() })
  const choice = { limit, period: 'month' as const, callLimit: '', models: [], expiresInDays: null }
  const shown = { markupBps: of.markupBps, ip: '203.0.113.7' }
  const { connectionId } = await giveConsent(database, { clientId, userId, now: new Date() }, choice, shown)
  const { walletId } = await database.connection.findFirstOrThrow({ where: { id: connectionId } })
  if (credit !== '0') await payIn(database, { walletId, creditMicrocents: dollars(credit) })
  return { walletId, connectionId, clientId, userId }
}

export async function accessToken(
  { database }: World,
  { clientId, userId, connectionId }: Connected,
  { scope = 'openid spend', livesMs = 900_000 } = {},
): Promise<string> {
  const token = `ut-farebox-${newId().replaceAll('-', '')}${'x'.repeat(11)}`
  await database.oAuthState.create({
    data: {
      ...{ kind: 'AccessToken', idHash: idHash(token), payload: { clientId, accountId: userId, scope }, connectionId },
      expiresAt: new Date(Date.now() + livesMs),
    },
  })
  return token
}
