// The page a link in a mail opens. Opening it changes nothing.
import { LinkScreen } from '@farebox/ui/sign-in'
import type { Metadata } from 'next'
import { currentOperator } from '../../../server/session'
import { signIn } from '../../../server/sign-in'
import { finishLink } from '../actions'

export const metadata: Metadata = { title: 'Finish signing in' }

type Query = { searchParams: Promise<{ token?: string | string[] }> }

export default async function LinkPage({ searchParams }: Query) {
  const { token: asked } = await searchParams
  const token = typeof asked === 'string' ? asked : ''
  const operator = await currentOperator()
  return <LinkScreen token={token} offered={await signIn().offered(token)} signedInAs={operator?.email} finish={finishLink} />
}
