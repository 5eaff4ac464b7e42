// The page that waits for the mail: it takes the code.
import { AppLink } from '../app-link.tsx'
import { CodeForm } from './code-form.tsx'
import { SendAgainForm } from './send-again-form.tsx'
import { SignInCard } from './sign-in-card.tsx'
import type { SignInAction } from './sign-in-state.ts'

type CodeScreenProps = {
  awaited: { email: string; returnTo: string }
  give: SignInAction
  sendAgain: SignInAction
  /** Development: where the mail can be read. */
  mailboxUrl: string | undefined
  /** Where not every address is written to, the page does not say that this one was. */
  isMailCertain?: boolean
}

export function CodeScreen({ awaited: { email, returnTo }, give, sendAgain, mailboxUrl, isMailCertain = true }: CodeScreenProps) {
  return (
    <>
      <SignInCard
        title="Look into your mail"
        intro={
          <>
            {isMailCertain ? 'We sent a link and a code to ' : 'If this address may sign in, a link and a code are on their way to '}
            <strong className="text-ink">{email}</strong>.
          </>
        }
      >
        <CodeForm give={give} />
        <div className="space-y-3 border-line border-t pt-5">
          <SendAgainForm ask={sendAgain} email={email} returnTo={returnTo} />
          <p className="text-center text-sm">
            <AppLink href="/sign-in" className="font-medium text-accent-ink underline underline-offset-4">
              Use another mail address
            </AppLink>
          </p>
        </div>
      </SignInCard>
      {mailboxUrl ? (
        <p className="mt-4 text-center text-ink-soft text-sm">
          Development: the mail is in the{' '}
          <a href={mailboxUrl} className="font-medium text-accent-ink underline underline-offset-4">
            mailbox
          </a>
          .
        </p>
      ) : null}
    </>
  )
}
