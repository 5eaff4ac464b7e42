// What a deed will do, before the click that does it: the exact movements of the ledger, and the exact calls to Stripe.
import { Badge, CopyButton, Money } from '@farebox/ui'
import { ArrowRight } from 'lucide-react'

export type AccountName = { kind: string; id: string; name: string }
export type PlannedTransfer = { debit: AccountName; credit: AccountName; amount: bigint }
export type PlannedMovement = { kind: string; isNow?: boolean; transfers: readonly PlannedTransfer[] }

export function Movements({ movements }: { movements: readonly PlannedMovement[] }) {
  if (movements.length === 0) return <p className="text-ink-soft text-sm">No money moves in the ledger.</p>
  return (
    <ul className="space-y-3">
      {movements.map((movement, place) => (
        <li key={`${movement.kind}-${place + 1}`} className="rounded-control border border-line">
          <p className="flex flex-wrap items-center justify-between gap-2 border-line border-b bg-sunken px-3 py-2 text-sm">
            <code className="font-mono text-[0.8125rem]">{movement.kind}</code>
            {movement.isNow === undefined ? null : (
              <Badge tone={movement.isNow ? 'accent' : 'neutral'}>{movement.isNow ? 'With this click' : 'Later'}</Badge>
            )}
          </p>
          <ul className="divide-y divide-line">
            {movement.transfers.map(({ debit, credit, amount }, row) => (
              <li
                key={`${debit.kind}-${credit.kind}-${row + 1}`}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2 text-sm"
              >
                <span className="flex flex-wrap items-center gap-1.5">
                  <AccountWords account={debit} />
                  <ArrowRight aria-label="to" className="size-3.5 text-ink-faint" />
                  <AccountWords account={credit} />
                </span>
                <Money amount={amount} as="exact" className="font-medium text-ink" />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

export function AccountWords({ account: { kind, name } }: { account: AccountName }) {
  return (
    <span title={kind} className="text-ink">
      {name}
    </span>
  )
}

export type PlannedCall = { method: string; path: string; parameters: object; idempotencyKey: string | null; when: string }

export function StripeCalls({ calls }: { calls: readonly PlannedCall[] }) {
  if (calls.length === 0) return <p className="text-ink-soft text-sm">Stripe is not asked anything.</p>
  return (
    <ul className="space-y-3">
      {calls.map(({ method, path, parameters, idempotencyKey, when }) => (
        <li key={`${method} ${path} ${idempotencyKey}`} className="rounded-control border border-line">
          <p className="flex flex-wrap items-center justify-between gap-2 border-line border-b bg-sunken px-3 py-2 text-sm">
            <code className="wrap-anywhere font-mono text-[0.8125rem]">
              {method} {path}
            </code>
            <span className="text-ink-soft text-xs">{when}</span>
          </p>
          <pre className="wrap-anywhere whitespace-pre-wrap px-3 py-2 font-mono text-xs">{JSON.stringify(parameters, null, 2)}</pre>
          {idempotencyKey ? (
            <p className="flex items-center gap-1 border-line border-t px-3 py-1.5 text-ink-soft text-xs">
              Idempotency key <code className="wrap-anywhere font-mono">{idempotencyKey}</code>
              <CopyButton text={idempotencyKey} label="Copy the idempotency key" />
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
