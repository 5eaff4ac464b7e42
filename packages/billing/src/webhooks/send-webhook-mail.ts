// Tells an organization's owners and developers that one of their webhook endpoints is told nothing any more.
import { type Database, publicId } from '@farebox/db'
import { type Mailer, mails } from '../mails/index.ts'

export type WebhookMailDesk = { database: Database; mailer: Mailer; dashboardUrl: string }

/** Throws where a mail was not taken: the queue tries again. */
export async function sendWebhookMail({ database, mailer, dashboardUrl }: WebhookMailDesk, endpointId: string): Promise<void> {
  const endpoint = await database.webhookEndpoint.findUnique({ where: { id: endpointId } })
  // Deleted or enabled since: there is nothing to tell.
  if (!endpoint?.disabledReason) return
  const app = await database.app.findUniqueOrThrow({ where: { id: endpoint.appId } })
  const members = await database.membership.findMany({
    where: { organizationId: endpoint.organizationId, role: { in: ['owner', 'developer'] } },
    include: { user: true },
  })
  const mail = mails.webhookDisabled({
    ...{ app: app.name, address: endpoint.url, reason: endpoint.disabledReason },
    url: `${dashboardUrl}/apps/${publicId('app', app.id)}/webhooks`,
  })
  for (const { user } of members) await mailer.send(user.email, mail)
}
