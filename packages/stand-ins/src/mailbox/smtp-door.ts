// The SMTP side: takes any mail, from anybody, without a password.
import { once } from 'node:events'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { MailboxStore } from './mailbox-store.ts'

const largestMailBytes = 10 * 1024 * 1024

export type SmtpFaults = { refuseNext: number }

export type SmtpDoor = { url: string; port: number; stop: () => Promise<void> }

export async function openSmtpDoor(store: MailboxStore, faults: SmtpFaults, { host = '127.0.0.1', port = 0 }): Promise<SmtpDoor> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: largestMailBytes,
    closeTimeout: 500,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'anybody' }),
    onData: (stream, session, done) => {
      receive(stream, session, store, faults).then(
        () => done(),
        (cause: unknown) => done(cause instanceof Error ? cause : new Error('The mail could not be read.')),
      )
    },
  })
  // A client that hangs up mid-way is its own affair.
  server.on('error', () => undefined)
  server.listen(port, host)
  await once(server.server, 'listening')
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mailbox must listen on a port.')
  const named = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return { url: `smtp://${named}:${address.port}`, port: address.port, stop: () => new Promise((closed) => server.close(() => closed())) }
}

async function receive(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  store: MailboxStore,
  faults: SmtpFaults,
): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  if (stream.sizeExceeded) throw Object.assign(new Error('The mail is too large.'), { responseCode: 552 })
  if (faults.refuseNext > 0) {
    faults.refuseNext -= 1
    throw Object.assign(new Error('Try again later (ordered by the stand-in).'), { responseCode: 451 })
  }
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  await store.receive(Buffer.concat(pieces), { from, to: envelope.rcptTo.map(({ address }) => address) })
}
