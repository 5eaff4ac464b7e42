'use client'
// Rows of one kind. One table in the document: where it has less than 672 px, on every phone, the same cells are laid out as cards.
import { getCoreRowModel, getSortedRowModel, type SortingState, useReactTable } from '@tanstack/react-table'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { type DataColumn, toTanstackColumns } from './data-column.ts'
import { DataTableHead } from './data-table-head.tsx'
import { DataTableRow } from './data-table-row.tsx'
import { EmptyState } from './empty-state.tsx'
import { Skeleton } from './skeleton.tsx'
import { tableRoles } from './table-roles.ts'

const SKELETON_ROWS = 6

export type DataTableProps<Row> = {
  /** Names the table for screen readers: "Charges of the last 7 days". */
  caption: string
  rows: readonly Row[]
  columns: readonly DataColumn<Row>[]
  rowKey: (row: Row) => string
  /** Makes a row a real link, held by its title cell. Undefined: this row leads nowhere. */
  rowHref?: (row: Row) => string | undefined
  isLoading?: boolean
  /** Shown without rows: what this is, why empty, one action. */
  empty: ReactNode
  /** No rows because of filters: offers to clear them instead of `empty`. */
  isFiltered?: boolean
  onClearFilters?: () => void
  /** "Amounts shown rounded; total is exact." */
  footNote?: ReactNode
  /** Paging, at the end of the foot. */
  pager?: ReactNode
}

/** Sorting happens here only for rows that are all on the page; longer lists are sorted by the server and leave `sortValue` out. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  // TanStack Table 8 changes one object in place, which the React compiler must not remember.
  'use no memo'
  const { caption, rows, columns, rowKey, rowHref, isLoading = false, empty, isFiltered = false, onClearFilters, footNote, pager } = props
  const [sorting, setSorting] = useState<SortingState>([])
  const table = useReactTable<Row>({
    data: rows as Row[],
    columns: toTanstackColumns(columns),
    state: { sorting },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getRowId: rowKey,
  })
  const isEmpty = !isLoading && rows.length === 0
  return (
    <div className="@container rounded-card border border-line bg-surface shadow-card">
      {isEmpty ? (
        <Emptiness isFiltered={isFiltered} onClearFilters={onClearFilters} empty={empty} />
      ) : (
        <table
          {...tableRoles.table}
          aria-busy={isLoading || undefined}
          className="block w-full border-separate border-spacing-0 text-sm @2xl:table"
        >
          <caption className="sr-only">{caption}</caption>
          <DataTableHead columns={columns} sorting={sorting} onSort={(id) => setSorting((now) => nextSorting(now, id))} />
          <tbody {...tableRoles.group} className="block @2xl:table-row-group">
            {isLoading
              ? Array.from({ length: SKELETON_ROWS }, (_, row) => <SkeletonRow key={`loading-${row + 1}`} columns={columns} />)
              : table
                  .getRowModel()
                  .rows.map((row) => <DataTableRow key={row.id} row={row.original} columns={columns} href={rowHref?.(row.original)} />)}
          </tbody>
        </table>
      )}
      {isLoading ? (
        <p role="status" className="sr-only">
          Loading {caption}
        </p>
      ) : null}
      {(footNote || pager) && !isEmpty ? (
        <div className="flex flex-wrap items-center justify-end gap-3 border-line border-t px-4 py-3 text-ink-faint text-xs empty:hidden @2xl:px-5">
          {footNote ? <span className="me-auto">{footNote}</span> : null}
          {pager}
        </div>
      ) : null}
    </div>
  )
}

/** First press: largest or latest first; second: the other way; third: as the rows came. */
function nextSorting(now: SortingState, id: string): SortingState {
  const current = now.find((each) => each.id === id)
  if (!current) return [{ id, desc: true }]
  return current.desc ? [{ id, desc: false }] : []
}

function Emptiness({ isFiltered, onClearFilters, empty }: Pick<DataTableProps<unknown>, 'isFiltered' | 'onClearFilters' | 'empty'>) {
  if (!isFiltered) return empty
  return (
    <EmptyState
      title="Nothing matches these filters"
      why="There are rows here, but none that fit what you filtered for."
      action={onClearFilters ? <Button onClick={onClearFilters}>Clear filters</Button> : undefined}
    />
  )
}

function SkeletonRow<Row>({ columns }: { columns: readonly DataColumn<Row>[] }) {
  return (
    <tr {...tableRoles.row} className="flex justify-between border-line border-b p-4 @2xl:table-row @2xl:p-0">
      {columns.map(({ id, align }, index) => (
        <td
          {...tableRoles.cell}
          key={id}
          className={classNames(
            'py-1 @2xl:table-cell @2xl:h-13 @2xl:border-line @2xl:border-b @2xl:px-5 @2xl:py-0',
            index > 0 && index < columns.length - 1 && 'hidden',
          )}
        >
          <Skeleton className={classNames(index === 0 ? 'w-36' : 'w-20', align === 'end' && 'ms-auto')} />
        </td>
      ))}
    </tr>
  )
}
