// The limit people choose where they allow an app: a small one is chosen already; the finer ones are folded away.
import { type ConsentFacts, DEFAULT_CALL_LIMIT, DEFAULT_LIMIT } from '@farebox/billing/consent'
import { formatBalance, type Microcents, parseDollars } from '@farebox/money'
import { controlClasses, dollarsField, TextField } from '@farebox/ui'
import { AmountChoice } from './amount-choice'

const OFFERED: Microcents[] = [parseDollars('2'), DEFAULT_LIMIT, parseDollars('10')]

type LimitChoiceProps = { facts: ConsentFacts; suggested: Microcents | null }

export function LimitChoice({ facts: { before, models }, suggested }: LimitChoiceProps) {
  const chosen = before?.limit ?? suggested ?? DEFAULT_LIMIT
  const isOffered = OFFERED.includes(chosen)
  return (
    <fieldset className="space-y-3 rounded-card border border-line bg-surface p-4">
      <legend className="px-1 font-medium text-ink text-sm">At most</legend>
      <div className="grid grid-cols-4 gap-2">
        {OFFERED.map((limit) => (
          <AmountChoice key={String(limit)} value={dollarsField(limit)} isChosen={chosen === limit}>
            {formatBalance(limit).replace('.00', '')}
          </AmountChoice>
        ))}
        <AmountChoice value="other" isChosen={!isOffered}>
          Other
        </AmountChoice>
      </div>
      <div className="flex gap-2">
        <div className="grow">
          <TextField
            label="Other amount, in dollars"
            name="otherLimit"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={isOffered ? '' : dollarsField(chosen)}
          />
        </div>
        <label className="min-w-28 font-medium text-ink text-sm">
          <span className="block pb-1.5">every</span>
          <select name="period" defaultValue={before?.period ?? 'month'} className={controlClasses}>
            <option value="day">day</option>
            <option value="week">week</option>
            <option value="month">month</option>
          </select>
        </label>
      </div>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-ink-soft">More limits</summary>
        <div className="space-y-3 pt-3">
          <TextField
            label="For one call at most, in dollars"
            name="callLimit"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={dollarsField(before?.callLimit ?? DEFAULT_CALL_LIMIT)}
          />
          <label className="block font-medium text-ink">
            <span className="block pb-1.5">Ends by itself</span>
            <select name="expiresInDays" defaultValue="" className={controlClasses}>
              <option value="">when you stop it</option>
              <option value="1">after a day</option>
              <option value="30">after 30 days</option>
              <option value="365">after a year</option>
            </select>
          </label>
          <fieldset>
            <legend className="pb-1.5 font-medium text-ink">Only these models (none chosen: all)</legend>
            <div className="grid max-h-40 gap-1 overflow-y-auto">
              {models.map((model) => (
                <label key={model} className="flex min-h-6 items-center gap-2 text-ink">
                  <input type="checkbox" name="models" value={model} defaultChecked={before?.models.includes(model) ?? false} /> {model}
                </label>
              ))}
            </div>
          </fieldset>
        </div>
      </details>
    </fieldset>
  )
}
