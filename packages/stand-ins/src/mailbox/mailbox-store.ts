// The mails that arrived: the newest few hundred, in memory.
import { randomUUID } from 'node:crypto'
import PostalMime from 'postal-mime'

export type Mail = {
  id: string
  receivedAt: string
  from: string
  /** Where it was really sent (the envelope), in lower case. */
  to: string[]
  subject: string
  text: string
  html: string | null
  /** Web addresses in the mail, each once, in order. */
  links: string[]
}

const mailsKept = 500

export class MailboxStore {
  #mails: Mail[] = []
  #arrivals = new Set<() => void>()

  async receive(raw: Buffer, envelope: { from: string; to: string[] }): Promise<Mail> {
    const parsed = await PostalMime.parse(raw)
    const text = parsed.text ?? ''
    const html = parsed.html ?? null
    const mail: Mail = {
      id: randomUUID(),
      receivedAt: new Date().toISOString(),
      from: parsed.from?.address ?? envelope.from,
      to: envelope.to.map((address) => address.toLowerCase()),
      subject: parsed.subject ?? '(no subject)',
      text: text.trimEnd(),
      html,
      links: linksIn(html === null ? text : html, html !== null),
    }
    this.#mails = [mail, ...this.#mails].slice(0, mailsKept)
    for (const arrival of this.#arrivals) arrival()
    return mail
  }

  /** Newest first. */
  list(to?: string): Mail[] {
    return to === undefined ? this.#mails : this.#mails.filter((mail) => mail.to.includes(to.toLowerCase()))
  }

  find(id: string): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id)
  }

  clear(): void {
    this.#mails = []
  }

  /** The newest mail to this address, waiting for one if there is none yet. */
  async waitFor(to: string, timeoutMs: number): Promise<Mail | undefined> {
    const [known] = this.list(to)
    if (known || timeoutMs <= 0) return known
    const { promise, resolve } = Promise.withResolvers<Mail | undefined>()
    const look = () => {
      const [mail] = this.list(to)
      if (mail) resolve(mail)
    }
    const timer = setTimeout(() => resolve(undefined), timeoutMs)
    this.#arrivals.add(look)
    const mail = await promise
    clearTimeout(timer)
    this.#arrivals.delete(look)
    return mail
  }
}

const plainLink = /https?:\/\/[^\s<>"')\]]+/g

function linksIn(text: string, isHtml: boolean): string[] {
  const found = isHtml
    ? [...text.matchAll(/href\s*=\s*["'](https?:\/\/[^"']+)["']/gi)].map(([, link = '']) => link.replaceAll('&amp;', '&'))
    : (text.match(plainLink) ?? []).map((link) => link.replace(/[.,;:!?]+$/, ''))
  return [...new Set(found)]
}
