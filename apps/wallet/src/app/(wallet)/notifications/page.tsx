// Which mails the wallet's owner gets: what they may turn off, and what is always sent.
import { Card, PageHeader, Section } from '@farebox/ui'
import { ShieldCheck } from 'lucide-react'
import type { Metadata } from 'next'
import { requirePerson } from '../../../server/session'
import { caller } from '../../../trpc/server'
import { NoticeSwitches } from './notice-switches'

export const metadata: Metadata = { title: 'Mails' }

const always = [
  'Sign-in codes and links',
  'Receipts, refunds, and a payment that a bank takes back',
  'An automatic top-up: that it was made, that it needs you, or that it stopped',
]

export default async function NotificationsPage() {
  const { email } = await requirePerson('/notifications')
  const preferences = await (await caller()).notices.preferences()
  return (
    <>
      <PageHeader title="Mails" description={<>Sent to {email}. Each has a link that stops spending at once, without signing in.</>} />
      <NoticeSwitches preferences={preferences} />
      <Section title="Always sent" description="They keep your money and your sign-in safe.">
        <Card>
          <ul className="space-y-3 text-sm">
            {always.map((words) => (
              <li key={words} className="flex items-start gap-3 text-ink-soft">
                <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-positive" />
                {words}
              </li>
            ))}
          </ul>
        </Card>
      </Section>
    </>
  )
}
