'use client'
// What a new key is asked: who pays, its name, and for the organization's own money a budget.
import { FormError, type RadioCard, RadioCards, TextField } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { Building2, LogIn, Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { type BudgetDraft, BudgetFields, budgetOf } from './budget-fields'
import type { ShownKey } from './created-key'

const payers: RadioCard[] = [
  {
    value: 'user',
    title: 'Your users',
    note: 'Default',
    icon: <Users aria-hidden />,
    rows: [
      { label: 'Set-up', value: 'Name the user in the address or in a header' },
      { label: 'Who pays', value: 'That user, from their wallet and your grants' },
      { label: 'Your revenue', value: 'Your markup on every call they pay' },
      { label: 'Best for', value: 'Apps with a server and accounts of their own' },
    ],
  },
  {
    value: 'developer',
    title: 'You',
    icon: <Building2 aria-hidden />,
    rows: [
      { label: 'Set-up', value: 'None: any OpenAI client works as it is' },
      { label: 'Who pays', value: 'Your organization, from its balance' },
      { label: 'Your revenue', value: 'None: you pay base cost, without markup' },
      { label: 'Best for', value: 'Jobs, tests, and features you give away' },
    ],
  },
  {
    value: 'oauth',
    title: 'Your users, signed in',
    note: 'Needs no key',
    icon: <LogIn aria-hidden />,
    disabled: true,
    rows: [
      { label: 'Set-up', value: 'On the Connect page: users sign in with Farebox' },
      { label: 'Who pays', value: 'That user, within the limit they chose' },
      { label: 'Your revenue', value: 'Your markup on every call they pay' },
      { label: 'Best for', value: 'Apps in a browser, with no server' },
    ],
  },
]

type KeyFormProps = { id: string; appId: string; mode: Mode; onSaving: (isSaving: boolean) => void; onCreated: (key: ShownKey) => void }

export function KeyForm({ id, appId, mode, onSaving, onCreated }: KeyFormProps) {
  const api = useApi()
  const [billingMode, setBillingMode] = useState<'user' | 'developer'>('user')
  const [name, setName] = useState('')
  const [budget, setBudget] = useState<BudgetDraft>({ amount: '', period: 'month' })
  const [forEach, setForEach] = useState<BudgetDraft>({ amount: '', period: 'month' })
  const create = useMutation(
    api.keys.create.mutationOptions({
      onMutate: () => onSaving(true),
      onSettled: () => onSaving(false),
      onSuccess: ({ secret }) => onCreated({ secret, billingMode }),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const limits = billingMode === 'developer' && {
      budget: budgetOf(budget) ?? undefined,
      endUserBudget: budgetOf(forEach) ?? undefined,
    }
    create.mutate({ appId, mode, name, billingMode, ...limits })
  }
  const failure = create.error ? failureOf(create.error) : undefined
  return (
    <form id={id} onSubmit={submit} className="space-y-6 pb-2" noValidate>
      <RadioCards
        legend="Who pays"
        isLegendHidden
        name="billingMode"
        cards={payers}
        value={billingMode}
        onChange={(event) => setBillingMode(event.target.value === 'developer' ? 'developer' : 'user')}
      />
      <TextField
        label="Name"
        name="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        placeholder="Production server"
        autoComplete="off"
        hint="To know it again in this list."
        error={failure?.param === 'name' ? failure.message : undefined}
        required
      />
      {billingMode === 'developer' ? <BudgetFields budget={budget} onBudget={setBudget} forEach={forEach} onForEach={setForEach} /> : null}
      {failure && failure.param !== 'name' ? <FormError {...failure} whatToDo="No key was created." /> : null}
    </form>
  )
}
