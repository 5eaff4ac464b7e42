'use client'
// Step two: the code from the mail. It may be pasted, with or without the space.
import { useActionState } from 'react'
import { Button } from '../button.tsx'
import { FormError } from '../form-error.tsx'
import { TextField } from '../text-field.tsx'
import type { SignInAction } from './sign-in-state.ts'

export function CodeForm({ give }: { give: SignInAction }) {
  const [state, action, isPending] = useActionState(give, {})
  const isOfField = state.param === 'code'
  return (
    <form action={action} className="space-y-4" noValidate>
      <TextField
        label="Six-digit code"
        hint="From the mail. It works for ten minutes, in this browser."
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        className="font-mono text-lg tracking-widest"
        error={isOfField ? state.problem : undefined}
      />
      <FormError message={isOfField ? '' : (state.problem ?? '')} requestId={state.requestId} />
      <Button type="submit" variant="primary" isWide isLoading={isPending}>
        Sign in
      </Button>
    </form>
  )
}
