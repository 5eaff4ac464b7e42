'use client'
// A page of a list as the server answers it: its rows, the way to the next page, and in their place why they could not be read.
import { DataTable, type DataTableProps } from '@farebox/ui'
import type { UseQueryResult } from '@tanstack/react-query'
import { CursorPager, type CursorPagerProps } from './cursor-pager'
import { ListError } from './list-error'

type PagedTableProps<Row> = Omit<DataTableProps<Row>, 'rows' | 'isLoading' | 'pager'> & {
  list: Pick<UseQueryResult<{ rows: Row[]; nextCursor: string | null }, unknown>, 'data' | 'error' | 'isError' | 'isPending' | 'refetch'>
  kind: CursorPagerProps['kind']
}

export function PagedTable<Row>({ list, kind, ...table }: PagedTableProps<Row>) {
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  return (
    <DataTable
      {...table}
      rows={list.data?.rows ?? []}
      isLoading={list.isPending}
      pager={<CursorPager kind={kind} next={list.data?.nextCursor} />}
    />
  )
}
