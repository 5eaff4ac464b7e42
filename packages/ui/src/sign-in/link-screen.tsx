// The page a link in a mail opens. Opening it changes nothing: mail programs and scanners open links too.
import type { Route } from 'next'
import { LinkButton } from '../link-button.tsx'
import { LinkForm } from './link-form.tsx'
import { SignInCard } from './sign-in-card.tsx'
import type { SignInAction } from './sign-in-state.ts'

type LinkScreenProps = {
  token: string
  /** Whom the link would sign in; undefined: it has ended. */
  offered: { email: string } | undefined
  /** Who is signed in already. */
  signedInAs: string | undefined
  finish: SignInAction
}

export function LinkScreen({ token, offered, signedInAs, finish }: LinkScreenProps) {
  if (!offered) {
    return (
      <SignInCard title="This link no longer works" intro="It has been used, or it is older than ten minutes.">
        <LinkButton href={(signedInAs ? '/' : '/sign-in') as Route} variant="primary" isWide>
          {signedInAs ? 'Go on as signed in' : 'Ask for a new one'}
        </LinkButton>
      </SignInCard>
    )
  }
  const isSwitch = signedInAs !== undefined && signedInAs !== offered.email
  return (
    <SignInCard
      title="Finish signing in"
      intro={
        <>
          {isSwitch ? `You are signed in as ${signedInAs}. ` : ''}Going on signs you in as{' '}
          <strong className="text-ink">{offered.email}</strong>
          {isSwitch ? ' instead.' : '.'}
        </>
      }
    >
      <LinkForm finish={finish} token={token} />
    </SignInCard>
  )
}
