// An amount of money. Where it is shown rounded, the exact amount is its title and its accessible name.
import { classNames } from './class-names.ts'
import { type Amount, describeMoney, inParentheses, type MoneyAs } from './describe-money.ts'

type MoneyProps = {
  amount: Amount
  as: MoneyAs
  /** Ledgers put what goes out in parentheses. */
  negative?: 'minus' | 'parentheses'
  className?: string
}

export function Money({ amount, as, negative = 'minus', className }: MoneyProps) {
  const { shown, exact, isRounded } = describeMoney(amount, as)
  const text = negative === 'parentheses' ? inParentheses(shown) : shown
  if (!isRounded && text === shown) return <span className={classNames('whitespace-nowrap tabular-nums', className)}>{shown}</span>
  return (
    <span className={classNames('whitespace-nowrap tabular-nums', className)} title={exact}>
      <span aria-hidden>{text}</span>
      <span className="sr-only">{exact}</span>
    </span>
  )
}
