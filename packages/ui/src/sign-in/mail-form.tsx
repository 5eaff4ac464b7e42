'use client'
// Step one: where should the mail go?
import { useActionState } from 'react'
import { Button } from '../button.tsx'
import { FormError } from '../form-error.tsx'
import { TextField } from '../text-field.tsx'
import type { SignInAction } from './sign-in-state.ts'

export function MailForm({ ask, returnTo }: { ask: SignInAction; returnTo: string }) {
  const [state, action, isPending] = useActionState(ask, {})
  const isOfField = state.param === 'email'
  return (
    <form action={action} className="space-y-4" noValidate>
      <input type="hidden" name="returnTo" value={returnTo} />
      <TextField
        key={state.typed}
        label="Mail address"
        name="email"
        type="email"
        autoComplete="email"
        inputMode="email"
        required
        defaultValue={state.typed}
        error={isOfField ? state.problem : undefined}
      />
      <FormError message={isOfField ? '' : (state.problem ?? '')} requestId={state.requestId} />
      <Button type="submit" variant="primary" isWide isLoading={isPending}>
        Send me a sign-in mail
      </Button>
    </form>
  )
}
