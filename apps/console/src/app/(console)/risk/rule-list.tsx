'use client'
// Each rule: what it looks for, how strictly, and what it does when it fires.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Badge, Button, Card, SelectField, StatusBadge, Switch, TextField } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useState } from 'react'
import { DeedDialog } from '../../../deeds/deed-dialog'
import { useApi } from '../../../trpc/client'

type Rule = inferRouterOutputs<OperatorRouter>['risk']['rules'][number]

export function RuleList({ role }: { role: OperatorRole }) {
  const { data: rules } = useSuspenseQuery(useApi().risk.rules.queryOptions())
  return (
    <ul className="grid gap-4 lg:grid-cols-2">
      {rules.map((rule) => (
        <li key={rule.name}>
          <Card className="flex h-full flex-col gap-3">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h2 className="font-semibold text-ink first-letter:uppercase">{rule.name.replaceAll('_', ' ')}</h2>
              <span className="flex gap-2">
                <Badge tone={rule.action === 'hold' ? 'critical' : 'caution'}>{rule.action === 'hold' ? 'Holds' : 'Review'}</Badge>
                {rule.enabled ? <StatusBadge status="active">On</StatusBadge> : <StatusBadge status="paused">Off</StatusBadge>}
              </span>
            </div>
            <p className="grow text-ink-soft text-sm">{rule.words}</p>
            <p className="flex flex-wrap gap-x-4 gap-y-1 font-mono text-ink-faint text-xs">
              {parametersOf(rule).map(([name, value]) => (
                <span key={name}>
                  {name} {value}
                </span>
              ))}
            </p>
            {roleMay(role, 'risk.change') ? <ChangeRule rule={rule} /> : null}
          </Card>
        </li>
      ))}
    </ul>
  )
}

const parametersOf = ({ parameters }: Rule) =>
  Object.entries(parameters as Record<string, unknown>).map(([name, value]) => [name, String(value)] as const)

function ChangeRule({ rule }: { rule: Rule }) {
  const api = useApi()
  const cache = useQueryClient()
  const change = useMutation(api.risk.change.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.risk.pathFilter()) }))
  const [isEnabled, setIsEnabled] = useState(rule.enabled)
  const [action, setAction] = useState<Rule['action']>(rule.action)
  const [typed, setTyped] = useState<Record<string, string>>({})
  const values = parametersOf(rule).map(([name, value]) => [name, typed[name] ?? value] as const)
  const isReady = values.every(([, value]) => /^\d{1,9}$/.test(value.trim()))
  const parameters = Object.fromEntries(values.map(([name, value]) => [name, Number.parseInt(value, 10)]))
  return (
    <DeedDialog
      title={`Change the rule ${rule.name.replaceAll('_', ' ')}`}
      effect="It counts from the next payout that is reviewed. Payouts that wait already keep what was found about them."
      confirmLabel="Change"
      tone="primary"
      asksReason={false}
      isReady={isReady}
      done="The rule is changed."
      onConfirm={() => change.mutateAsync({ name: rule.name, enabled: isEnabled, action, parameters })}
      trigger={
        <Button size="small" aria-label={`Change the rule ${rule.name.replaceAll('_', ' ')}`}>
          Change
        </Button>
      }
    >
      <Switch label="On" checked={isEnabled} onCheckedChange={setIsEnabled} />
      <SelectField
        label="When it fires"
        value={action}
        onValueChange={(value) => setAction(value as Rule['action'])}
        choices={[
          { value: 'review', label: 'A person looks at the payout' },
          { value: 'hold', label: 'The payout is held' },
        ]}
      />
      {values.map(([name, value]) => (
        <TextField
          key={name}
          label={name}
          hint="A whole number."
          inputMode="numeric"
          value={value}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      ))}
    </DeedDialog>
  )
}
