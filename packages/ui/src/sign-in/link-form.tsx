'use client'
// The one click that a link asks for. A mail program that opens links by itself does not press buttons.
import { useActionState } from 'react'
import { Button } from '../button.tsx'
import { FormError } from '../form-error.tsx'
import type { SignInAction } from './sign-in-state.ts'

export function LinkForm({ finish, token }: { finish: SignInAction; token: string }) {
  const [state, action, isPending] = useActionState(finish, {})
  return (
    <form action={action} className="space-y-4">
      <input type="hidden" name="token" value={token} />
      <FormError message={state.problem ?? ''} requestId={state.requestId} />
      <Button type="submit" variant="primary" isWide isLoading={isPending}>
        Sign in
      </Button>
    </form>
  )
}
