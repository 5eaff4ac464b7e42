// Rows as a table and as cards, from one piece of markup.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { compareValues, type DataColumn, phonePlace } from './data-column.ts'
import { DataTable } from './data-table.tsx'

type Charge = { id: string; app: string; amount: string }
const columns: DataColumn<Charge>[] = [
  { id: 'app', header: 'App', cell: (row) => row.app },
  { id: 'id', header: 'Charge id', cell: (row) => row.id },
  { id: 'amount', header: 'Charge (USD)', align: 'end', cell: (row) => row.amount, sortValue: (row) => BigInt(row.amount) },
]
const rows = [{ id: 'chg_1', app: 'PixelPal', amount: '20' }]
const table = { caption: 'Charges', columns, rowKey: (row: Charge) => row.id, empty: <p>Nothing spent yet.</p> }

describe('a table', () => {
  it('puts the first column at the head of the card and a last amount beside it', () => {
    expect(columns.map((_, index) => phonePlace(columns, index))).toEqual(['title', 'detail', 'amount'])
    expect(phonePlace([{ id: 'one', header: 'One', cell: () => null, phone: 'hidden' }], 0)).toBe('hidden')
  })

  it('says each cell once, under the name of its column', () => {
    const markup = renderToStaticMarkup(<DataTable {...table} rows={rows} />)
    expect(markup.match(/PixelPal/g)).toHaveLength(1)
    expect(markup).toContain('data-label="Charge id"')
  })

  it('makes a row one real link', () => {
    const markup = renderToStaticMarkup(<DataTable {...table} rows={rows} rowHref={(row) => `/charges/${row.id}`} />)
    expect(markup.match(/href="\/charges\/chg_1"/g)).toHaveLength(1)
  })

  it('tells empty from filtered empty, and both from loading', () => {
    expect(renderToStaticMarkup(<DataTable {...table} rows={[]} />)).toContain('Nothing spent yet.')
    const filtered = renderToStaticMarkup(<DataTable {...table} rows={[]} isFiltered onClearFilters={() => {}} />)
    expect(filtered).toContain('Clear filters')
    expect(filtered).not.toContain('Nothing spent yet.')
    const loading = renderToStaticMarkup(<DataTable {...table} rows={[]} isLoading />)
    expect(loading).toContain('Loading Charges')
    expect(loading).not.toContain('Nothing spent yet.')
  })

  it('sorts money by its amount and names by their numbers', () => {
    expect(compareValues(9_007_199_254_740_993n, 9_007_199_254_740_992n)).toBe(1)
    expect(compareValues('App 9', 'App 10')).toBeLessThan(0)
  })
})
