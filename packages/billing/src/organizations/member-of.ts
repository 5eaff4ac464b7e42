// The one place where a developer's reach is decided: what their organizations own, and nothing else.
// What belongs to others answers exactly as what does not exist.
import type { Person } from '@farebox/auth/principal'
import { type Database, type Mode, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'

export type OwnOrganization = { id: string; name: string; earningsDelayDays: number }

export type OwnApp = {
  id: string
  organizationId: string
  name: string
  origin: string | null
  status: 'live' | 'suspended'
  markupBps: number
  nextMarkupBps: number | null
  nextMarkupAt: Date | null
  createdAt: Date
}

/** An organization and whose money of it is meant: what reports and balances are asked about. */
export type OrganizationInMode = { organizationId: string; mode: Mode }
/** An app, in live or in sandbox: keys, users, charges and grants of one are never those of the other. */
export type AppInMode = { appId: string; organizationId: string; mode: Mode }

const belongingTo = ({ userId }: Person) => ({ memberships: { some: { userId } } })

/** The organization with this public id, if the person is one of its members. */
export async function memberOf(database: Database, person: Person, organizationId: string): Promise<OwnOrganization> {
  const id = parsePublicId(organizationId, 'organization')
  const organization = id && (await database.organization.findFirst({ where: { id, ...belongingTo(person) } }))
  if (!organization) throw new AppError('not_found', { message: 'There is no such organization, or you are not one of its members.' })
  return organization
}

/** The app with this public id, if the person is a member of the organization that owns it. */
export async function ownApp(database: Database, person: Person, appId: string): Promise<OwnApp> {
  const id = parsePublicId(appId, 'app')
  const app = id && (await database.app.findFirst({ where: { id, organization: belongingTo(person) } }))
  if (!app) throw new AppError('not_found', { message: 'There is no such app, or you are not a member of its organization.' })
  return app
}

/** Everything the person may look at, for the switcher and the list of apps. */
export async function organizationsOf(database: Database, person: Person) {
  return database.organization.findMany({
    where: belongingTo(person),
    orderBy: { createdAt: 'asc' },
    take: 50,
    include: { apps: { orderBy: { createdAt: 'asc' }, take: 100 } },
  })
}
