// The website that opened a window of the wallet, as its address names it: known as its app's, or nobody.
import 'server-only'
import { type ClientWebsites, findClientWebsites, isWebsiteOf } from '@farebox/auth/client-websites'
import { z } from 'zod'
import { database } from '../server/database'

const asked = z.object({ client_id: z.string().max(100), origin: z.string().max(300), state: z.string().max(100) })

export type AskingWebsite = { client: ClientWebsites; origin: string; state: string }

/** Undefined: an address that somebody made up, or a website that is not registered for the app. */
export async function askingWebsite(parameters: unknown): Promise<AskingWebsite | undefined> {
  const read = asked.safeParse(parameters)
  if (!read.success) return undefined
  const { client_id: clientId, origin, state } = read.data
  const client = await findClientWebsites(database(), clientId)
  return client && isWebsiteOf(client, origin) ? { client, origin, state } : undefined
}

/** The page that tells the website what became of it. */
export const donePage = ({ client, origin, state }: AskingWebsite, isDone: boolean) =>
  `/connect/done?${new URLSearchParams({ client_id: client.clientId, origin, state, done: isDone ? '1' : '0' })}`
