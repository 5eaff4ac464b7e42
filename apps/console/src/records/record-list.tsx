// A short list on a record's page: a title and rows, or one sentence where there is nothing.
import { Card, Section } from '@farebox/ui'
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'

export type RecordRow = { key: string; title: ReactNode; href?: string; note?: ReactNode; end?: ReactNode }

type RecordListProps = { title: string; description?: string; rows: readonly RecordRow[]; none: string; action?: ReactNode }

export function RecordList({ title, description, rows, none, action }: RecordListProps) {
  return (
    <Section title={title} description={description} action={action}>
      <Card isFlush>
        {rows.length === 0 ? <p className="p-5 text-ink-soft text-sm">{none}</p> : null}
        <ul className="divide-y divide-line">
          {rows.map(({ key, title: name, href, note, end }) => (
            <li key={key} className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-sm sm:px-5">
              <span className="min-w-0">
                {href ? (
                  <Link href={href as Route} className="wrap-anywhere font-medium text-ink underline-offset-4 hover:underline">
                    {name}
                  </Link>
                ) : (
                  <span className="wrap-anywhere font-medium text-ink">{name}</span>
                )}
                {note ? <span className="block text-ink-faint text-xs">{note}</span> : null}
              </span>
              {end ? <span className="ms-auto flex flex-wrap items-center justify-end gap-3 text-end">{end}</span> : null}
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  )
}
