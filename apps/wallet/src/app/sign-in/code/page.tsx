// The page that waits for the mail: it takes the code.
import { CodeForm, SendAgainForm, SignInCard } from '@farebox/ui/sign-in'
import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { env } from '../../../env'
import { signIn } from '../../../server/sign-in'
import { giveCode, sendAgain } from '../actions'

export const metadata: Metadata = { title: 'Enter the code' }

export default async function CodePage() {
  await connection() // Never while building: there are neither settings nor visitors then.
  const awaited = await signIn().awaited()
  if (!awaited) redirect('/sign-in')
  const { MAILBOX_URL } = env()
  return (
    <>
      <SignInCard
        title="Look into your mail"
        intro={
          <>
            We sent a link and a code to <strong className="text-ink">{awaited.email}</strong>.
          </>
        }
      >
        <CodeForm give={giveCode} />
        <div className="space-y-3 border-line border-t pt-5">
          <SendAgainForm ask={sendAgain} email={awaited.email} returnTo={awaited.returnTo} />
          <p className="text-center text-sm">
            <Link href="/sign-in" className="font-medium text-accent-ink underline underline-offset-4">
              Use another mail address
            </Link>
          </p>
        </div>
      </SignInCard>
      {MAILBOX_URL ? (
        <p className="mt-4 text-center text-ink-soft text-sm">
          Development: the mail is in the{' '}
          <a href={MAILBOX_URL} className="font-medium text-accent-ink underline underline-offset-4">
            mailbox
          </a>
          .
        </p>
      ) : null}
    </>
  )
}
