'use client'
// The same mail once more, for who waits in vain.
import { useActionState } from 'react'
import { Button } from '../button.tsx'
import { FormError } from '../form-error.tsx'
import type { SignInAction } from './sign-in-state.ts'

export function SendAgainForm({ ask, email, returnTo }: { ask: SignInAction; email: string; returnTo: string }) {
  const [state, action, isPending] = useActionState(ask, {})
  return (
    <form action={action} className="space-y-3">
      <input type="hidden" name="email" value={email} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <p role="status" className="text-ink-soft text-sm empty:hidden">
        {state.notice}
      </p>
      <FormError message={state.problem ?? ''} requestId={state.requestId} />
      <Button type="submit" variant="secondary" isWide isLoading={isPending}>
        Send another mail
      </Button>
    </form>
  )
}
