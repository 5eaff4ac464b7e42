'use client'
// What a key may spend of the organization's balance, and in which period.
import { MoneyField, SelectField } from '@farebox/ui'

export type BudgetPeriod = 'day' | 'week' | 'month'

const periods = [
  { value: 'day', label: 'a day' },
  { value: 'week', label: 'a week' },
  { value: 'month', label: 'a month' },
]

type BudgetFieldsProps = {
  amount: string
  onAmount: (amount: string) => void
  period: BudgetPeriod
  onPeriod: (period: BudgetPeriod) => void
}

export function BudgetFields({ amount, onAmount, period, onPeriod }: BudgetFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
      <MoneyField
        label="Budget"
        isOptional
        name="budget"
        value={amount}
        onChange={(event) => onAmount(event.target.value)}
        hint="Beyond it, calls with this key are refused and cost nothing. Days, weeks and months are counted in UTC."
      />
      <SelectField label="Per" choices={periods} value={period} onValueChange={(value) => onPeriod(periodOf(value))} />
    </div>
  )
}

const periodOf = (value: string): BudgetPeriod => (value === 'day' || value === 'week' ? value : 'month')
