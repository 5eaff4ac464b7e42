// The limit people choose where they allow an app: a small one is chosen already; the finer ones are folded away.
import { type ConsentFacts, DEFAULT_CALL_LIMIT, DEFAULT_LIMIT } from '@farebox/billing/consent'
import { formatBalance, type Microcents, parseDollars } from '@farebox/money'
import { dollarsField } from '@farebox/ui'

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
          <label key={String(limit)} className={chipClassName}>
            <input type="radio" name="limit" value={dollarsField(limit)} defaultChecked={chosen === limit} className="sr-only" />
            {formatBalance(limit).replace('.00', '')}
          </label>
        ))}
        <label className={chipClassName}>
          <input type="radio" name="limit" value="other" defaultChecked={!isOffered} className="sr-only" />
          Other
        </label>
      </div>
      <div className="flex gap-2">
        <label className="grow text-ink-soft text-sm">
          <span className="block pb-1">Other amount, in dollars</span>
          <input
            name="otherLimit"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={isOffered ? '' : dollarsField(chosen)}
            className={fieldClassName}
          />
        </label>
        <label className="min-w-28 text-ink-soft text-sm">
          <span className="block pb-1">every</span>
          <select name="period" defaultValue={before?.period ?? 'month'} className={fieldClassName}>
            <option value="day">day</option>
            <option value="week">week</option>
            <option value="month">month</option>
          </select>
        </label>
      </div>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-ink-soft">More limits</summary>
        <div className="space-y-3 pt-3">
          <label className="block text-ink-soft">
            <span className="block pb-1">For one call at most, in dollars</span>
            <input
              name="callLimit"
              inputMode="decimal"
              autoComplete="off"
              defaultValue={dollarsField(before?.callLimit ?? DEFAULT_CALL_LIMIT)}
              className={fieldClassName}
            />
          </label>
          <label className="block text-ink-soft">
            <span className="block pb-1">Ends by itself</span>
            <select name="expiresInDays" defaultValue="" className={fieldClassName}>
              <option value="">when you stop it</option>
              <option value="1">after a day</option>
              <option value="30">after 30 days</option>
              <option value="365">after a year</option>
            </select>
          </label>
          <fieldset>
            <legend className="pb-1 text-ink-soft">Only these models (none chosen: all)</legend>
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

const chipClassName =
  'flex min-h-11 cursor-pointer items-center justify-center rounded-control border border-line-strong text-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2'
const fieldClassName = 'min-h-11 w-full rounded-control border border-line-strong bg-surface px-3 text-ink'
