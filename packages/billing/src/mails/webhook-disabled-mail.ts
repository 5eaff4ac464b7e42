// The mail about a webhook endpoint that is told nothing any more.
import { composeMail, type Mail } from './mail.ts'

export type WebhookDisabledMail = { app: string; address: string; reason: string; url: string }

export function webhookDisabledMail({ app, address, reason, url }: WebhookDisabledMail): Mail {
  return composeMail({
    subject: `A webhook of ${app} is disabled`,
    paragraphs: [
      `Farebox sends no more events to a webhook endpoint of ${app}. ${reason}`,
      'Events of this time are not lost: when the endpoint answers again, enable it and replay its deliveries.',
    ],
    facts: [
      { label: 'App', value: app },
      { label: 'Endpoint', value: address },
    ],
    action: { label: 'See its deliveries', url },
    footer: 'You get this mail because you are an owner or developer of the organization of this app.',
  })
}
