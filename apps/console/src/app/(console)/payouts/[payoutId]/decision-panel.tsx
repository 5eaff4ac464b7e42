'use client'
// The decision: who looks after the case, and what may be decided in its state by this role.
import { roleMay } from '@farebox/auth/operator-permissions'
import { Banner, Button, Card, Section, SelectField, TimeStamp } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useApi } from '../../../../trpc/client'
import { DecisionDialog } from './decision-dialog'
import { type DecisionKind, decisionWords } from './decision-words'
import type { Case, Self } from './payout-case'

const NOBODY = 'nobody'

export function DecisionPanel({ data, operator }: { data: Case; operator: Self }) {
  const may = (kind: DecisionKind) => roleMay(operator.role, kind === 'hold' ? 'payouts.hold' : 'payouts.decide')
  const allowed = data.allowed.filter(may)
  const isOwnProposal = data.needsTwo && data.proposedBy?.id === operator.id
  return (
    <Section title="Decision">
      <Card className="space-y-5">
        <Assignee data={data} mayAssign={roleMay(operator.role, 'payouts.assign')} self={operator} />
        {data.proposedBy && data.status === 'in_review' ? (
          <Banner title={isOwnProposal ? 'You proposed to send it' : `${data.proposedBy.name} proposed to send it`}>
            {isOwnProposal ? 'Another operator has to approve.' : 'Nothing moves until another operator approves.'}
          </Banner>
        ) : null}
        {data.needsTwo && !data.proposedBy ? (
          <p className="text-ink-soft text-sm">This amount needs two people: one proposes, another approves.</p>
        ) : null}
        {data.holdMessage && data.status === 'held' ? (
          <Banner tone="caution" title="On hold">
            {data.holdMessage}
            {data.reviewAt ? (
              <>
                {' '}
                To be looked at again <TimeStamp at={data.reviewAt} />.
              </>
            ) : null}
          </Banner>
        ) : null}
        {allowed.length === 0 ? (
          <p className="text-ink-soft text-sm">
            {data.allowed.length > 0 ? 'Your role does not decide about payouts.' : 'There is nothing to decide in this state.'}
          </p>
        ) : (
          <div className="flex flex-col gap-3">
            {allowed.map((kind) => (
              <DecisionDialog
                key={kind}
                data={data}
                kind={kind}
                trigger={
                  <Button isWide variant={kind === 'approve' ? 'primary' : 'secondary'} disabled={kind === 'approve' && isOwnProposal}>
                    {kind === 'approve' && data.needsTwo && !data.proposedBy ? 'Propose to send' : decisionWords[kind].button}
                  </Button>
                }
              />
            ))}
          </div>
        )}
      </Card>
    </Section>
  )
}

function Assignee({ data, mayAssign, self }: { data: Case; mayAssign: boolean; self: Self }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: operators } = useSuspenseQuery(api.audit.operators.queryOptions())
  const assign = useMutation(api.payouts.assign.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.payouts.pathFilter()) }))
  if (!mayAssign) return <p className="text-ink-soft text-sm">Looked after by {data.assignedTo?.name ?? 'nobody'}.</p>
  const here = operators.filter(({ leftAt, role }) => !leftAt && roleMay(role, 'payouts.read'))
  return (
    <SelectField
      label="Looked after by"
      value={data.assignedTo?.id ?? NOBODY}
      choices={[
        { value: NOBODY, label: 'Nobody' },
        ...here.map(({ id, name, role }) => ({ value: id, label: id === self.id ? `${name} (me)` : name, note: role })),
      ]}
      onValueChange={(to) => assign.mutate({ payoutId: data.id, operatorId: to === NOBODY ? null : to })}
    />
  )
}
