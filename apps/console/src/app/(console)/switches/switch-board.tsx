'use client'
// All switches on one page: providers, models, apps. What is off stands first.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Card, EmptyState, FilterField, Section } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import type { ReactNode } from 'react'
import { useApi } from '../../../trpc/client'
import { switchesAsked, switchFilters } from './switch-filters'
import { SwitchRow } from './switch-row'

const MODELS_SHOWN = 12

export function SwitchBoard({ role }: { role: OperatorRole }) {
  const [filters, setFilters] = useQueryStates(switchFilters, { history: 'push' })
  const api = useApi()
  const { data: switches } = useSuspenseQuery(api.switches.read.queryOptions(switchesAsked(filters)))
  const { data: table } = useSuspenseQuery(api.prices.table.queryOptions())
  const turn = useTurns()
  const mayTurn = roleMay(role, 'switches.turn')
  const off = new Map(switches.modelsOff.map((each) => [each.model, each]))
  const named = table.filter(({ model }) => (filters.model ? model.includes(filters.model.toLowerCase()) : off.has(model)))
  return (
    <>
      <Section title="Providers" description="Off: no call reaches it, whichever model was asked for.">
        <Switches>
          {switches.providers.map(({ name, isOn }) => (
            <SwitchRow
              key={name}
              {...{ name, isOn, mayTurn }}
              effect="Every model of this provider stops answering at once. Calls that name other models too fall back to them."
              onTurn={(next, reason) => turn.provider.mutateAsync({ name, isOn: next, reason })}
            />
          ))}
        </Switches>
      </Section>
      <Section
        title="Models"
        description={filters.model ? 'That match.' : 'Those that are off. Search for another one to switch it.'}
        action={<FilterField label="Model" value={filters.model} placeholder="gpt-4o" onApply={(model) => void setFilters({ model })} />}
      >
        <Switches empty={filters.model ? 'No model has this in its name' : 'Every model is on'}>
          {named.slice(0, MODELS_SHOWN).map(({ model, displayName, provider }) => (
            <SwitchRow
              key={`${provider}:${model}`}
              name={model}
              note={
                off.get(model)?.reason
                  ? `${displayName}, ${provider}. Off because: ${off.get(model)?.reason}`
                  : `${displayName}, ${provider}`
              }
              isOn={!off.has(model)}
              mayTurn={mayTurn}
              effect="This model stops answering at once. Calls that name other models too fall back to them."
              onTurn={(next, reason) => turn.model.mutateAsync({ model, isOn: next, reason })}
            />
          ))}
        </Switches>
      </Section>
      <Section
        title="Apps"
        description={filters.app ? 'That match.' : 'Those that are suspended. Search for another one to suspend it.'}
        action={<FilterField label="App" value={filters.app} placeholder="PixelPal" onApply={(app) => void setFilters({ app })} />}
      >
        <Switches empty={filters.app ? 'No app has this in its name' : 'No app is suspended'}>
          {switches.apps.map(({ id, name, isOn, organization }) => (
            <SwitchRow
              key={id}
              {...{ name, isOn }}
              note={`${organization.name} · ${id}`}
              mayTurn={roleMay(role, 'apps.suspend')}
              effect="The app’s calls are refused from now on. Its users keep their balances; its earnings stay where they are."
              onTurn={(next, reason) => turn.app.mutateAsync({ appId: id, isOn: next, reason })}
            />
          ))}
        </Switches>
      </Section>
    </>
  )
}

function useTurns() {
  const api = useApi()
  const cache = useQueryClient()
  const onSuccess = async () => {
    await Promise.all([cache.invalidateQueries(api.switches.read.pathFilter()), cache.invalidateQueries(api.prices.pathFilter())])
  }
  return {
    provider: useMutation(api.switches.provider.mutationOptions({ onSuccess })),
    model: useMutation(api.switches.model.mutationOptions({ onSuccess })),
    app: useMutation(api.switches.app.mutationOptions({ onSuccess })),
  }
}

function Switches({ empty = '', children }: { empty?: string; children: ReactNode[] }) {
  return (
    <Card isFlush>
      {children.length > 0 ? (
        <ul className="divide-y divide-line">{children}</ul>
      ) : (
        <EmptyState title={empty} why="What is switched off stands here, with the reason that was given." />
      )}
    </Card>
  )
}
