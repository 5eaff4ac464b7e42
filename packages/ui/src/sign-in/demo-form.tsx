'use client'
// Development's one-click sign-in.
import { useActionState } from 'react'
import { Button } from '../button.tsx'
import { FormError } from '../form-error.tsx'
import type { SignInAction } from './sign-in-state.ts'

type DemoFormProps = {
  enter: SignInAction
  /** One account, or several to choose from. */
  email: string | readonly string[]
  returnTo: string
  mailboxUrl?: string | undefined
}

export function DemoForm({ enter, email, returnTo, mailboxUrl }: DemoFormProps) {
  const [state, action, isPending] = useActionState(enter, {})
  return (
    <section aria-labelledby="demo-title" className="mt-4 space-y-3 rounded-card border border-line border-dashed p-5">
      <h2 id="demo-title" className="font-medium text-ink text-sm">
        Development only
      </h2>
      <form action={action} className="space-y-3">
        <input type="hidden" name="returnTo" value={returnTo} />
        <FormError message={state.problem ?? ''} requestId={state.requestId} />
        {[email].flat().map((each) => (
          <Button key={each} type="submit" name="email" value={each} variant="secondary" isWide isLoading={isPending}>
            Continue as {each}
          </Button>
        ))}
      </form>
      {mailboxUrl ? (
        <p className="text-ink-soft text-sm">
          Mails go to the{' '}
          <a href={mailboxUrl} className="font-medium text-accent-ink underline underline-offset-4">
            mailbox
          </a>
          .
        </p>
      ) : null}
    </section>
  )
}
