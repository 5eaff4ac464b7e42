// What a mail says, as the person who gets it sees it: sent over real SMTP into the mailbox stand-in.
import { opened } from '@farebox/ledger/testing'
import { parseDollars } from '@farebox/money'
import { startMailbox } from '@farebox/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Mailer, mails, openMailer } from './index.ts'

const mailbox = opened(startMailbox)
let mailer: Mailer

beforeAll(async () => {
  mailer = openMailer({ smtpUrl: mailbox.smtpUrl, from: 'Farebox <no-reply@farebox.test>' })
})
afterAll(() => mailer.close())

describe('the sign-in mail', () => {
  it('carries the code and the one link, in plain text and in HTML', async () => {
    const url = 'https://wallet.example/sign-in/link?token=abc-DEF_123'
    await mailer.send('ada@example.com', mails.signIn({ product: 'Farebox Wallet', url, code: '091990', minutes: 10 }))
    const mail = await mailbox.waitForMail('ada@example.com')
    expect(mail.subject).toBe('Sign in to Farebox Wallet')
    expect(mail.to).toEqual(['ada@example.com'])
    expect(mail.from).toContain('no-reply@farebox.test')
    expect(mail.text).toContain('091 990')
    expect(mail.html).toContain('091 990')
    expect(mail.links).toEqual([url])
    expect(mail.subject).not.toContain('091')
  })
})

describe('the receipt', () => {
  it('says what was paid, credited and kept, to the last digit, and leads to every charge', async () => {
    const url = 'https://wallet.example/receipts/secret'
    const receipt = mails.receipt({
      description: 'basic',
      orderId: 'ord_1',
      paid: '$10.00',
      creditMicrocents: parseDollars('8.50'),
      fee: '$1.50',
      paidAt: new Date('2026-11-21T12:34:56Z'),
      where: 'It can be spent in PixelPal.',
      url,
    })
    await mailer.send('buyer@example.com', receipt)
    const mail = await mailbox.waitForMail('buyer@example.com')
    for (const words of ['$10.00', '$8.50000000', '$1.50', 'PixelPal', '2026-11-21 12:34 UTC', 'ord_1']) expect(mail.text).toContain(words)
    expect(mail.links).toEqual([url])
  })
})

describe('any mail', () => {
  it('shows what others wrote as text, never as HTML, and on one line of the subject', async () => {
    const receipt = mails.receipt({
      description: '<img src=x onerror=alert(1)>\r\nBcc: all@example.com',
      orderId: 'ord_2',
      paid: '$5.00',
      creditMicrocents: parseDollars('4.05'),
      fee: '$0.95',
      paidAt: new Date(0),
      where: '"><script>',
      url: 'https://wallet.example/r?a=1&b="',
    })
    expect(receipt.html).not.toMatch(/<img|<script|b="/)
    expect(receipt.subject).not.toMatch(/[\r\n]/)
    await mailer.send('victim@example.com', receipt)
    expect((await mailbox.waitForMail('victim@example.com')).to).toEqual(['victim@example.com'])
    expect(mailbox.mails('all@example.com')).toEqual([])
  })

  it('that the mail server does not take is an error that says so', async () => {
    const nowhere = openMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'no-reply@farebox.test' })
    const mail = mails.signIn({ product: 'Farebox', url: 'https://x.example', code: '123456', minutes: 10 })
    await expect(nowhere.send('ada@example.com', mail)).rejects.toEqual(expect.objectContaining({ code: 'mail_not_sent' }))
    nowhere.close()
  })
})
