'use client'
// The head of a DataTable: it stays in sight under the top bar, and sorts where the rows are all there.
import type { SortingState } from '@tanstack/react-table'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { classNames } from './class-names.ts'
import type { DataColumn } from './data-column.ts'
import { tableRoles } from './table-roles.ts'

type DataTableHeadProps<Row> = { columns: readonly DataColumn<Row>[]; sorting: SortingState; onSort: (id: string) => void }

export function DataTableHead<Row>({ columns, sorting, onSort }: DataTableHeadProps<Row>) {
  return (
    <thead {...tableRoles.group} className="sr-only @2xl:not-sr-only @2xl:table-header-group">
      <tr {...tableRoles.row}>
        {columns.map(({ id, header, align, sortValue }) => {
          const sorted = sorting.find((each) => each.id === id)
          const Arrow = sorted ? (sorted.desc ? ArrowDown : ArrowUp) : ChevronsUpDown
          return (
            <th
              key={id}
              {...tableRoles.head}
              scope="col"
              aria-sort={sorted ? (sorted.desc ? 'descending' : 'ascending') : undefined}
              className={classNames(
                'sticky top-(--bar-height,0px) z-10 whitespace-nowrap border-line border-b bg-surface px-5 py-2.5 font-medium text-ink-faint text-xs first:rounded-ss-card last:rounded-se-card',
                align === 'end' ? 'text-end' : 'text-start',
              )}
            >
              {sortValue ? (
                <button
                  type="button"
                  onClick={() => onSort(id)}
                  className="-mx-1 inline-flex min-h-6 items-center gap-1 rounded px-1 hover:text-ink"
                >
                  {header}
                  <Arrow aria-hidden className="size-3.5" />
                </button>
              ) : (
                header
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
