// Where signing in begins: a mail address, or in development one of the demo operators.
import { safeReturnTo } from '@farebox/auth/sign-in'
import { DemoForm, MailForm, SignInCard } from '@farebox/ui/sign-in'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { env } from '../../env'
import { currentOperator } from '../../server/session'
import { DEMO_EMAILS } from '../../server/sign-in'
import { askForMail, enterDemo } from './actions'

type Query = { searchParams: Promise<{ returnTo?: string | string[] }> }

export default async function SignInPage({ searchParams }: Query) {
  const { returnTo: asked } = await searchParams
  const returnTo = safeReturnTo(typeof asked === 'string' ? asked : undefined)
  if (await currentOperator()) redirect(returnTo as Route)
  const { FAREBOX_ENV, MAILBOX_URL } = env()
  const demos = FAREBOX_ENV === 'production' ? [] : DEMO_EMAILS
  return (
    <>
      <SignInCard
        title="Sign in as an operator"
        intro="We send operators a mail with a link and a code. Nobody becomes one here: whoever runs Farebox adds them."
      >
        <MailForm ask={askForMail} returnTo={returnTo} />
      </SignInCard>
      {demos.length > 0 ? <DemoForm enter={enterDemo} email={demos} returnTo={returnTo} mailboxUrl={MAILBOX_URL} /> : null}
    </>
  )
}
