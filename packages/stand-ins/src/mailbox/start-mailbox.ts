// A mailbox that receives everything: SMTP in, a web page and a small JSON API out.
import Fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Listening, listen, type Place } from '../web/listen.ts'
import { listPage, mailPage, refreshScript } from './mailbox-pages.ts'
import { type Mail, MailboxStore } from './mailbox-store.ts'
import { openSmtpDoor, type SmtpFaults } from './smtp-door.ts'

export type Mailbox = Listening & {
  /** For `SMTP_URL`. */
  smtpUrl: string
  /** Newest first. */
  mails: (to?: string) => Mail[]
  /** The newest mail to an address; waits up to 5 seconds for one. Rejects when none came. */
  waitForMail: (to: string, timeoutMs?: number) => Promise<Mail>
  clear: () => void
}

export type MailboxPlace = Place & { smtpPort?: number }

const listQuery = z.object({ to: z.string().optional(), wait_ms: z.coerce.number().int().min(0).max(30_000).default(0) })
const viewQuery = z.object({ as: z.enum(['html', 'text']).default('html') })
const byId = z.object({ id: z.string() })
const faultsBody = z.strictObject({ refuseNext: z.int().min(0).max(1000) })

export async function startMailbox({ smtpPort, ...place }: MailboxPlace = {}): Promise<Mailbox> {
  const store = new MailboxStore()
  const faults: SmtpFaults = { refuseNext: 0 }
  const smtp = await openSmtpDoor(store, faults, { ...(place.host && { host: place.host }), ...(smtpPort && { port: smtpPort }) })
  const server = Fastify({ forceCloseConnections: true })
  addJson(server, store, faults)
  addPages(server, store)
  const listening = await listen(server, place).catch(async (cause) => {
    await smtp.stop()
    throw cause
  })
  return {
    ...listening,
    stop: async () => {
      await Promise.all([listening.stop(), smtp.stop()])
    },
    smtpUrl: smtp.url,
    mails: (to) => store.list(to),
    waitForMail: async (to, timeoutMs = 5_000) => {
      const mail = await store.waitFor(to, timeoutMs)
      if (mail === undefined) throw new Error(`No mail to ${to} came within ${timeoutMs} ms.`)
      return mail
    },
    clear: () => store.clear(),
  }
}

function addJson(server: FastifyInstance, store: MailboxStore, faults: SmtpFaults): void {
  server.get('/mails', async ({ query }) => {
    const { to, wait_ms } = listQuery.parse(query)
    if (to !== undefined) await store.waitFor(to, wait_ms)
    return { mails: store.list(to) }
  })
  server.get('/mails/:id', ({ params }, reply) => store.find(byId.parse(params).id) ?? reply.code(404).send({ error: 'No such mail.' }))
  server.delete('/mails', () => {
    store.clear()
    return { cleared: true }
  })
  server.post('/control/faults', ({ body }) => Object.assign(faults, faultsBody.parse(body)))
}

function addPages(server: FastifyInstance, store: MailboxStore): void {
  const html = 'text/html; charset=utf-8'
  const ours = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; frame-src 'self'"
  server.get('/', ({ query }, reply) => {
    const { to } = listQuery.parse(query)
    return reply
      .type(html)
      .header('content-security-policy', ours)
      .send(listPage(store.list(to), to).text)
  })
  server.get('/refresh.js', (_, reply) => reply.type('text/javascript').send(refreshScript))
  server.get('/view/:id', ({ params, query }, reply) => {
    const mail = store.find(byId.parse(params).id)
    if (mail === undefined) return reply.redirect('/', 303)
    return reply
      .type(html)
      .header('content-security-policy', ours)
      .send(mailPage(mail, viewQuery.parse(query).as).text)
  })
  server.get('/view/:id/html', ({ params }, reply) => {
    const mail = store.find(byId.parse(params).id)
    // Nothing of a mail is loaded from elsewhere: neither pictures nor fonts that would tell it was read.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    return reply.type(html).send(`<base target="_top">${mail?.html ?? ''}`)
  })
}
