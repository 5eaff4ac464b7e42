'use client'
// Letting visitors start without an account: off until it is switched on, and never above the cap of a day.
import { toDollars } from '@farebox/money'
import { Button, Card, FormError, Money, MoneyField, NumberField, Section, Switch, TextField, toast } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'

/** `0.05000000` as people type it: at least two decimals. */
const typed = (dollars: string) => dollars.replace(/0{1,6}$/, '')

export function GuestVisits({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: rule } = useSuspenseQuery(api.grants.guestRule.queryOptions({ appId, mode }))
  const [isOn, setIsOn] = useState(rule.isOn)
  const [fields, setFields] = useState({
    amount: typed(toDollars(rule.amount)),
    dailyCap: typed(toDollars(rule.dailyCap)),
    perAddressPerDay: String(rule.perAddressPerDay),
    lastsDays: String(rule.lastsDays),
    models: rule.models.join(', '),
  })
  const save = useMutation(
    api.grants.setGuestRule.mutationOptions({
      onSuccess: () => {
        toast.success(isOn ? 'Visitors can start without an account.' : 'Visitors sign in first.')
        void cache.invalidateQueries()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { amount, dailyCap, models } = fields
    const [perAddressPerDay, lastsDays] = [Number(fields.perAddressPerDay), Number(fields.lastsDays)]
    const named = models.split(',').map((model) => model.trim())
    save.mutate({ appId, mode, isOn, amount, dailyCap, perAddressPerDay, lastsDays, models: named.filter(Boolean) })
  }
  const failure = save.error ? failureOf(save.error) : undefined
  const field = (name: keyof typeof fields) => ({
    name,
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
    error: failure?.param === name ? failure.message : undefined,
    autoComplete: 'off',
  })
  return (
    <Section
      title="Visitors without an account"
      description="They start with a small grant from this pool and sign in when it is used up; what is left comes along. However often somebody starts anew, one day never costs more than its cap."
    >
      <Card>
        <form onSubmit={submit} className="space-y-5" noValidate>
          <Switch label="Let visitors start without an account" checked={isOn} onCheckedChange={setIsOn} />
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <MoneyField label="Each visitor gets" hint="Spendable in this app only, at base cost." {...field('amount')} />
            <MoneyField label="All visitors of a day, at most" hint="A day ends at midnight, UTC." {...field('dailyCap')} />
            <NumberField label="Visitors of one network address a day" {...field('perAddressPerDay')} />
            <NumberField label="Ends after" suffix="days" hint="What is left then returns to the pool." {...field('lastsDays')} />
          </div>
          <TextField
            label="Only these models"
            isOptional
            hint="By comma. None named: all."
            placeholder="gpt-4o-mini"
            {...field('models')}
          />
          {failure && !(failure.param && failure.param in fields) ? <FormError {...failure} whatToDo="Nothing was changed." /> : null}
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-ink-soft text-sm">
              Today: {rule.guestsToday} {rule.guestsToday === 1 ? 'visitor' : 'visitors'}, <Money amount={rule.issuedToday} as="balance" />
            </p>
            <Button type="submit" variant="primary" isLoading={save.isPending}>
              Save
            </Button>
          </div>
        </form>
      </Card>
    </Section>
  )
}
