// What a column of a DataTable is, and where its cell goes when rows become cards.
import type { ColumnDef } from '@tanstack/react-table'
import type { ReactNode } from 'react'

/** On a card: the title at the top start, the amount at the top end, details as name and value below, or not at all. */
export type PhonePlace = 'title' | 'amount' | 'detail' | 'hidden'

export type DataColumn<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Numbers and money stand at the end, where their digits line up. */
  align?: 'start' | 'end'
  /** Makes the column sortable. Money sorts by its bigint. */
  sortValue?: (row: Row) => string | number | bigint
  /** Default: the first column is the title, an end-aligned last one the amount, others details. */
  phone?: PhonePlace
}

export function phonePlace<Row>(columns: readonly DataColumn<Row>[], index: number): PhonePlace {
  const column = columns[index]
  if (column?.phone) return column.phone
  if (index === 0) return 'title'
  return column?.align === 'end' && index === columns.length - 1 ? 'amount' : 'detail'
}

/** The column whose cell holds the row's link. */
export function titleIndex<Row>(columns: readonly DataColumn<Row>[]): number {
  const index = columns.findIndex((_, each) => phonePlace(columns, each) === 'title')
  return index === -1 ? 0 : index
}

export function compareValues(one: string | number | bigint, other: string | number | bigint): number {
  if (typeof one === 'string' && typeof other === 'string') return one.localeCompare(other, 'en', { numeric: true })
  return one < other ? -1 : one > other ? 1 : 0
}

export function toTanstackColumns<Row>(columns: readonly DataColumn<Row>[]): ColumnDef<Row>[] {
  return columns.map(({ id, header, sortValue }) => ({
    id,
    header,
    accessorFn: (row) => sortValue?.(row),
    enableSorting: sortValue !== undefined,
    sortingFn: (one, other, column) => compareValues(one.getValue(column), other.getValue(column)),
  }))
}
