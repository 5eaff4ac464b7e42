// Where signing in begins: a mail address, or in development the demo account.
import { safeReturnTo } from '@farebox/auth/sign-in'
import { DemoForm, MailForm, SignInCard } from '@farebox/ui/sign-in'
import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { env } from '../../env'
import { currentPerson } from '../../server/session'
import { DEMO_EMAIL } from '../../server/sign-in'
import { askForMail, enterDemo } from './actions'

type Query = { searchParams: Promise<{ returnTo?: string | string[] }> }

export default async function SignInPage({ searchParams }: Query) {
  const { returnTo: asked } = await searchParams
  const returnTo = safeReturnTo(typeof asked === 'string' ? asked : undefined)
  if (await currentPerson()) redirect(returnTo as Route)
  const { FAREBOX_ENV, MAILBOX_URL } = env()
  return (
    <>
      <SignInCard
        title="Sign in to your wallet"
        intro="We send you a mail with a link and a code. There is no password. New here? The same mail opens your wallet."
      >
        <MailForm ask={askForMail} returnTo={returnTo} />
      </SignInCard>
      {FAREBOX_ENV === 'production' ? null : <DemoForm enter={enterDemo} email={DEMO_EMAIL} returnTo={returnTo} mailboxUrl={MAILBOX_URL} />}
    </>
  )
}
