// One row; on a phone, one card.
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import { type DataColumn, type PhonePlace, phonePlace, titleIndex } from './data-column.ts'
import { tableRoles } from './table-roles.ts'

type DataTableRowProps<Row> = { row: Row; columns: readonly DataColumn<Row>[]; href?: string }

const phoneClasses: Record<PhonePlace, string> = {
  title: 'order-1 grow basis-0 font-medium text-ink sm:font-normal',
  amount: 'order-2 font-medium text-ink text-end sm:font-normal',
  detail:
    'order-3 flex basis-full items-center justify-between gap-4 before:text-ink-faint before:content-[attr(data-label)] sm:before:content-none',
  hidden: 'hidden',
}

export function DataTableRow<Row>({ row, columns, href }: DataTableRowProps<Row>) {
  const linkAt = href ? titleIndex(columns) : -1
  return (
    <tr
      {...tableRoles.row}
      className={classNames(
        'relative flex flex-wrap items-baseline gap-x-4 gap-y-1.5 border-line border-b p-4 last:border-b-0 sm:table-row',
        href && 'hover:bg-sunken/60 has-[a[data-row-link]:focus-visible]:outline-2 has-[a[data-row-link]:focus-visible]:outline-focus',
      )}
    >
      {columns.map((column, index) => (
        <td
          key={column.id}
          {...tableRoles.cell}
          data-label={column.header}
          className={classNames(
            'min-w-0 text-ink-soft sm:table-cell sm:h-13 sm:border-line sm:border-b sm:px-5 sm:py-2.5 sm:[tr:last-child>&]:border-b-0',
            phoneClasses[phonePlace(columns, index)],
            column.align === 'end' ? 'tabular-nums sm:text-end' : 'sm:text-start',
            index === linkAt
              ? 'sm:font-medium sm:text-ink'
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
