// The fifth tab of a phone: the pages that are looked at now and then.
import { Card, PageHeader, Section } from '@farebox/ui'
import { ChevronRight } from 'lucide-react'
import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { nowAndThen } from '../../../shell/navigation'

export const metadata: Metadata = { title: 'More' }

export default function MorePage() {
  return (
    <>
      <PageHeader title="More" />
      {nowAndThen.map(({ label, links }) => (
        <Section key={label} title={label}>
          <Card isFlush>
            <ul className="divide-y divide-line">
              {links.map(({ label: word, href, icon, about }) => (
                <li key={href} className="relative flex min-h-16 items-center gap-4 px-5 py-3 hover:bg-sunken/50">
                  <span className="text-accent-ink [&_svg]:size-5">{icon}</span>
                  <span className="min-w-0 grow">
                    <Link href={href as Route} className="block rounded font-medium text-ink after:absolute after:inset-0">
                      {word}
                    </Link>
                    <span className="block text-ink-faint text-sm">{about}</span>
                  </span>
                  <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint rtl:rotate-180" />
                </li>
              ))}
            </ul>
          </Card>
        </Section>
      ))}
    </>
  )
}
