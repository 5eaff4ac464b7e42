// Where a developer stands: which organization or app, in which mode. What they may not see is "not found".
import 'server-only'
import type { Route } from 'next'
import { notFound, redirect } from 'next/navigation'
import { requirePerson } from '../server/session'
import { caller } from '../trpc/server'
import { type Mode, readMode } from './mode'

export type Search = Promise<Record<string, string | string[] | undefined>>

export type OrganizationPlace = { organizationId: string; organizationName: string; mode: Mode }

/** The organization named in the address, else the first; a person without one is led to found it. */
export async function organizationPlace(path: string, search: Search): Promise<OrganizationPlace> {
  const { mode, organization: asked } = await search
  await requirePerson(pathWith(path, await search))
  const organizations = await (await caller()).organizations.list()
  const [first] = organizations
  if (!first) redirect('/organizations/new' as Route)
  const organization = asked === undefined ? first : organizations.find(({ id }) => id === asked)
  if (!organization) notFound()
  return { organizationId: organization.id, organizationName: organization.name, mode: readMode(mode) }
}

export type AppPlace = { appId: string; mode: Mode }

/** The app in the address. Whether the person may see it is decided by the first procedure that is asked. */
export async function appPlace(params: Promise<{ appId: string }>, search: Search, page = ''): Promise<AppPlace> {
  const { appId } = await params
  await requirePerson(pathWith(`/apps/${appId}${page}`, await search))
  return { appId, mode: readMode((await search).mode) }
}

/** After signing in, back to exactly the same view. */
function pathWith(path: string, search: Awaited<Search>): string {
  const kept = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) if (typeof value === 'string') kept.set(name, value)
  return kept.size > 0 ? `${path}?${kept}` : path
}
