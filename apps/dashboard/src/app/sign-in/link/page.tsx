// The page a link in a mail opens. Opening it changes nothing: mail programs and scanners open links too.
import { LinkButton } from '@farebox/ui'
import { LinkForm, SignInCard } from '@farebox/ui/sign-in'
import type { Metadata } from 'next'
import { currentPerson } from '../../../server/session'
import { signIn } from '../../../server/sign-in'
import { finishLink } from '../actions'

export const metadata: Metadata = { title: 'Finish signing in' }

type Query = { searchParams: Promise<{ token?: string | string[] }> }

export default async function LinkPage({ searchParams }: Query) {
  const { token } = await searchParams
  const person = await currentPerson()
  const offered = typeof token === 'string' ? await signIn().offered(token) : undefined
  if (typeof token !== 'string' || !offered) {
    return (
      <SignInCard title="This link no longer works" intro="It has been used, or it is older than ten minutes.">
        <LinkButton href={person ? '/' : '/sign-in'} variant="primary" isWide>
          {person ? 'Go on as signed in' : 'Ask for a new one'}
        </LinkButton>
      </SignInCard>
    )
  }
  const isSwitch = person && person.email !== offered.email
  return (
    <SignInCard
      title="Finish signing in"
      intro={
        <>
          {isSwitch ? `You are signed in as ${person.email}. ` : ''}Going on signs you in as{' '}
          <strong className="text-ink">{offered.email}</strong>
          {isSwitch ? ' instead.' : '.'}
        </>
      }
    >
      <LinkForm finish={finishLink} token={token} />
    </SignInCard>
  )
}
