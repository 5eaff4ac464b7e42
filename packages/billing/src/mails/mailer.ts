// Sends mails over SMTP: to the mailbox stand-in in development, to the real world with real settings.
import { AppError } from '@farebox/errors'
import { createTransport } from 'nodemailer'
import type { Mail } from './mail.ts'

export type Mailer = {
  /** Resolves once the mail server has taken the mail. */
  send(to: string, mail: Mail): Promise<void>
  close(): void
}

const WAIT_MS = 10_000

export function openMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(to, { subject, text, html }) {
      try {
        // As an object, so that an address can never be read as a list of them.
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html })
      } catch (cause) {
        throw new AppError('mail_not_sent', { internal: cause instanceof Error ? cause.message : String(cause), cause })
      }
    },
    close: () => transport.close(),
  }
}
