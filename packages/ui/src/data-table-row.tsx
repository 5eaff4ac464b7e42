// One row; on a phone, one card.
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import { type DataColumn, type PhonePlace, phonePlace, titleIndex } from './data-column.ts'
import { tableRoles } from './table-roles.ts'

type DataTableRowProps<Row> = { row: Row; columns: readonly DataColumn<Row>[]; href?: string }

const phoneClasses: Record<PhonePlace, string> = {
  title: 'order-1 grow basis-0 font-medium text-ink @2xl:font-normal',
  amount: 'order-2 font-medium text-ink text-end @2xl:font-normal',
  // Without a value, its label would name nothing.
  detail:
    'order-3 flex empty:hidden @2xl:empty:table-cell basis-full items-center justify-between gap-4 before:text-ink-faint before:content-[attr(data-label)] @2xl:before:content-none',
  hidden: 'hidden',
}

export function DataTableRow<Row>({ row, columns, href }: DataTableRowProps<Row>) {
  const linkAt = href ? titleIndex(columns) : -1
  return (
    <tr
      {...tableRoles.row}
      className={classNames(
        'relative flex flex-wrap items-baseline gap-x-4 gap-y-1.5 border-line border-b p-4 last:border-b-0 @2xl:table-row',
        href && 'hover:bg-sunken/60 has-[a[data-row-link]:focus-visible]:outline-2 has-[a[data-row-link]:focus-visible]:outline-focus',
      )}
    >
      {columns.map((column, index) => (
        <td
          key={column.id}
          {...tableRoles.cell}
          data-label={column.header}
          className={classNames(
            'min-w-0 text-ink-soft @2xl:table-cell @2xl:h-13 @2xl:border-line @2xl:border-b @2xl:px-5 @2xl:py-2.5 @2xl:[tr:last-child>&]:border-b-0',
            phoneClasses[phonePlace(columns, index)],
            column.align === 'end' ? 'tabular-nums @2xl:text-end' : '@2xl:text-start',
            index === linkAt
              ? '@2xl:font-medium @2xl:text-ink'
              : '[&_:is(a,button,time,[title])]:relative [&_:is(a,button,time,[title])]:z-[1]',
          )}
        >
          {href && index === linkAt ? (
            <AppLink href={href} data-row-link className="outline-none after:absolute after:inset-0">
              {column.cell(row)}
            </AppLink>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  )
}
