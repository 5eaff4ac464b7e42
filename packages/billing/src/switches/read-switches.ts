// Which switches stand at off, since when and why; and the apps and providers there are to switch.
import { type Database, publicId } from '@farebox/db'

const APPS_SHOWN = 50

export async function readSwitches(database: Database, { text }: { text?: string | undefined }) {
  const [providers, models, apps] = await Promise.all([
    database.provider.findMany({ orderBy: { name: 'asc' } }),
    database.modelSwitch.findMany({ orderBy: { offSince: 'desc' } }),
    database.app.findMany({
      where: text ? { name: { contains: text, mode: 'insensitive' } } : { status: 'suspended' },
      include: { organization: true },
      orderBy: { createdAt: 'desc' },
      take: APPS_SHOWN,
    }),
  ])
  const names = new Map(providers.map(({ id, name }) => [id, name]))
  return {
    providers: providers.map(({ name, enabled }) => ({ name, isOn: enabled })),
    modelsOff: models.map(({ model, providerId, reason, offSince }) => ({
      model,
      provider: names.get(providerId) ?? '',
      reason,
      offSince,
    })),
    apps: apps.map(({ id, name, status, organization }) => ({
      ...{ id: publicId('app', id), name, isOn: status === 'live' },
      organization: { id: publicId('organization', organization.id), name: organization.name },
    })),
  }
}
