'use client'
// What a key, and each end user behind it, may spend of the organization's balance, and in which period.
import { MoneyField, SelectField } from '@farebox/ui'

export type BudgetPeriod = 'day' | 'week' | 'month'

const periods = [
  { value: 'day', label: 'a day' },
  { value: 'week', label: 'a week' },
  { value: 'month', label: 'a month' },
]

export type BudgetDraft = { amount: string; period: BudgetPeriod }

type BudgetFieldsProps = {
  /** Of the whole key. */
  budget: BudgetDraft
  onBudget: (budget: BudgetDraft) => void
  /** Of each end user behind it. */
  forEach: BudgetDraft
  onForEach: (budget: BudgetDraft) => void
}

export function BudgetFields({ budget, onBudget, forEach, onForEach }: BudgetFieldsProps) {
  return (
    <div className="space-y-4">
      <OneBudget
        label="Budget"
        periodLabel="Per"
        name="budget"
        hint="Beyond it, calls with this key are refused and cost nothing. Days, weeks and months are counted in UTC."
        draft={budget}
        onChange={onBudget}
      />
      <OneBudget
        label="For each end user"
        periodLabel="For each, per"
        name="endUserBudget"
        hint="As X-Farebox-End-User names them. Calls that name nobody share one."
        draft={forEach}
        onChange={onForEach}
      />
    </div>
  )
}

/** As the API takes it; nothing where no amount stands. */
export const budgetOf = ({ amount, period }: BudgetDraft) => (amount.trim() ? { amount, period } : null)

type OneBudgetProps = {
  label: string
  periodLabel: string
  name: string
  hint: string
  draft: BudgetDraft
  onChange: (draft: BudgetDraft) => void
}

function OneBudget({ label, periodLabel, name, hint, draft, onChange }: OneBudgetProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
      <MoneyField
        label={label}
        isOptional
        name={name}
        value={draft.amount}
        onChange={(event) => onChange({ ...draft, amount: event.target.value })}
        hint={hint}
      />
      <SelectField
        label={periodLabel}
        choices={periods}
        value={draft.period}
        onValueChange={(value) => onChange({ ...draft, period: periodOf(value) })}
      />
    </div>
  )
}

const periodOf = (value: string): BudgetPeriod => (value === 'day' || value === 'week' ? value : 'month')
