// The gate of each page: signed in, and with a role that opens it. The procedures behind refuse by themselves; this is so that a page
// says it instead of failing.
import 'server-only'
import type { Operator } from '@farebox/auth/operator'
import { type OperatorPermission, roleMay } from '@farebox/auth/operator-permissions'
import { Card, EmptyState, PageHeader } from '@farebox/ui'
import type { ReactElement } from 'react'
import { requireOperator } from '../server/session'

type Gate = { operator: Operator; refusal?: undefined } | { operator?: undefined; refusal: ReactElement }

/** `const { refusal } = await gate('prices.read', '/prices')`, and answer with it where there is one. */
export async function gate(permission: OperatorPermission, path: string): Promise<Gate> {
  const operator = await requireOperator(path)
  if (roleMay(operator.role, permission)) return { operator }
  return {
    refusal: (
      <>
        <PageHeader title="Not for your role" />
        <Card>
          <EmptyState
            title={`The role ${operator.role} does not open this page`}
            why="Ask an operator whose role does, or whoever runs Farebox to give you another one."
          />
        </Card>
      </>
    ),
  }
}
