// What the mailbox promises: whatever nodemailer sends is found by address, readable, and its links can be followed.
import nodemailer, { type Transporter } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Mailbox, startMailbox } from './start-mailbox.ts'

let mailbox: Mailbox
let mailer: Transporter

beforeAll(async () => {
  mailbox = await startMailbox()
  mailer = nodemailer.createTransport(mailbox.smtpUrl)
})
afterAll(() => mailbox.stop())
beforeEach(() => mailbox.clear())

const signIn = (to: string) =>
  mailer.sendMail({
    from: 'Farebox <no-reply@farebox.test>',
    to,
    subject: 'Your sign-in link é',
    text: 'Open http://wallet.localhost/sign-in?token=a&b=c.\nYour code is 123 456.',
    html: '<p>Open <a href="http://wallet.localhost/sign-in?token=a&amp;b=c">this link</a>. <script>alert(1)</script></p>',
  })

it('finds mail by address, with text, HTML and links', async () => {
  await signIn('Rider@farebox.test')
  await signIn('other@farebox.test')
  const { mails } = await (await fetch(`${mailbox.url}/mails?to=rider@farebox.test`)).json()
  expect(mails).toHaveLength(1)
  expect(mails[0]).toMatchObject({
    from: 'no-reply@farebox.test',
    subject: 'Your sign-in link é',
    links: ['http://wallet.localhost/sign-in?token=a&b=c'],
  })
  expect(mails[0].text).toContain('Your code is 123 456.')
  expect(await (await fetch(`${mailbox.url}/mails/${mails[0].id}`)).json()).toEqual(mails[0])
})

it('waits for a mail that is still on its way', async () => {
  const [mail] = await Promise.all([mailbox.waitForMail('late@farebox.test'), signIn('late@farebox.test')])
  expect(mail.to).toEqual(['late@farebox.test'])
  await expect(mailbox.waitForMail('never@farebox.test', 20)).rejects.toThrow(/No mail to never@/)
})

it('shows mails to people, and never runs what is in them', async () => {
  await signIn('rider@farebox.test')
  const [mail] = mailbox.mails()
  expect(await (await fetch(mailbox.url)).text()).toContain('Your sign-in link é')
  const page = await (await fetch(`${mailbox.url}/view/${mail?.id}?as=text`)).text()
  expect(page).toContain('<a href="http://wallet.localhost/sign-in?token=a&amp;b=c')
  const inner = await fetch(`${mailbox.url}/view/${mail?.id}/html`)
  expect(inner.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
})

it('empties on request', async () => {
  await signIn('rider@farebox.test')
  await fetch(`${mailbox.url}/mails`, { method: 'DELETE' })
  expect(mailbox.mails()).toEqual([])
})

it('refuses the next mails when ordered to, as a busy server does', async () => {
  await fetch(`${mailbox.url}/control/faults`, {
    method: 'POST',
    body: JSON.stringify({ refuseNext: 1 }),
    headers: { 'content-type': 'application/json' },
  })
  await expect(signIn('rider@farebox.test')).rejects.toMatchObject({ responseCode: 451 })
  await expect(signIn('rider@farebox.test')).resolves.toBeDefined()
})
