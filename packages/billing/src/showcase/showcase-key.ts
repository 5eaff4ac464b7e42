// The key of the call on the front page: a sandbox key of an app nobody is a member of. Visitors see a real call, paid with play money.
import { type Database, newId } from '@farebox/db'
import { z } from 'zod'
import { createApp } from '../apps/create-app.ts'
import { setMarkup } from '../apps/set-markup.ts'
import { createApiKey } from '../keys/create-api-key.ts'
import { foundOrganization } from '../organizations/create-organization.ts'

const SETTING = 'showcase_app'
const MARKUP_BPS = 1_500
const VALID_MS = 24 * 60 * 60 * 1_000
const RENEWED_BEFORE_MS = 60 * 60 * 1_000

const place = z.object({ organizationId: z.string(), appId: z.string() })
type Place = z.infer<typeof place>

export type ShowcaseKey = { secret: string; expiresAt: Date }

/** `known` as long as it is good; else a new one, which ends by itself after a day. Nothing secret is stored. */
export async function showcaseKey(database: Database, known: ShowcaseKey | undefined, now: Date): Promise<ShowcaseKey> {
  if (known && known.expiresAt.getTime() - RENEWED_BEFORE_MS > now.getTime()) return known
  const { organizationId, appId } = await showcaseApp(database, now)
  const expiresAt = new Date(now.getTime() + VALID_MS)
  await retireEnded(database, appId, now)
  const request = { organizationId, appId, mode: 'sandbox', name: 'Front page', billingMode: 'user', expiresAt, now } as const
  const { secret } = await createApiKey(database, request)
  return { secret, expiresAt }
}

async function showcaseApp(database: Database, now: Date): Promise<Place> {
  const known = await readPlace(database)
  if (known) return known
  const organizationId = newId(now.getTime())
  await database.$transaction((transaction) => foundOrganization(transaction, { id: organizationId, name: 'Farebox', now }))
  const { id: appId } = await createApp(database, { organizationId, name: 'PixelPal', now })
  await setMarkup(database, { appId, markupBps: MARKUP_BPS, now })
  const made = { organizationId, appId }
  // Of two processes that made one at the same moment, the first stays; the other's is empty and unused.
  await database.setting.createMany({ data: [{ name: SETTING, value: made, updatedAt: now }], skipDuplicates: true })
  return (await readPlace(database)) ?? made
}

async function readPlace(database: Database): Promise<Place | undefined> {
  const setting = await database.setting.findUnique({ where: { name: SETTING } })
  return place.safeParse(setting?.value).data
}

/** Keys that ended count no more against the most an app may have. */
async function retireEnded(database: Database, appId: string, now: Date): Promise<void> {
  await database.apiKey.updateMany({ where: { appId, revokedAt: null, expiresAt: { lte: now } }, data: { revokedAt: now } })
}
