'use client'

// The buttons and the pill an app needs: plain elements without a style of their own. Whatever else you give them, they pass on.
import { type ButtonHTMLAttributes, type HTMLAttributes, type MouseEvent, useState } from 'react'
import { FareboxError } from '../errors.ts'
import { useFarebox } from './farebox-provider.tsx'
import { spokenStanding } from './spoken-standing.ts'

export type FareboxButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** What went wrong, such as `sign_in_cancelled`. Unless you take it, the button's title says it. */
  onFailure?: (failure: FareboxError) => void
}

/** Signs in with Farebox. Not there for who is signed in. */
export function SignInButton({ children = 'Sign in with Farebox', ...rest }: FareboxButtonProps) {
  const { status, signIn } = useFarebox()
  return status === 'signedIn' ? null : (
    <ActionButton {...rest} isReady={status !== 'loading'} act={signIn}>
      {children}
    </ActionButton>
  )
}

/** Opens the user's wallet to add money. Not there for who is signed out. */
export function TopUpButton({ children = 'Top up', ...rest }: FareboxButtonProps) {
  const { status, topUp } = useFarebox()
  return status !== 'signedIn' ? null : (
    <ActionButton {...rest} isReady act={topUp}>
      {children}
    </ActionButton>
  )
}

/** What this app spent of the user's limit, and whether their balance is low. A change is read aloud when nothing else is. */
export function BalancePill(props: HTMLAttributes<HTMLElement>) {
  const { usage } = useFarebox()
  return usage ? (
    <output {...props} data-balance={usage.balance}>
      {spokenStanding(usage)}
    </output>
  ) : null
}

type ActionButtonProps = FareboxButtonProps & { act: () => Promise<unknown>; isReady: boolean }

function ActionButton({ act, isReady, onFailure, onClick, title, disabled, ...rest }: ActionButtonProps) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || isBusy) return
    setBusy(true)
    setProblem(undefined)
    // First of all, in the click: a browser opens no window later.
    act()
      .catch((failure: unknown) => {
        if (!(failure instanceof FareboxError)) throw failure
        if (onFailure) onFailure(failure)
        else setProblem(failure.message)
      })
      .finally(() => setBusy(false))
  }
  return <button type="button" {...rest} title={problem ?? title} aria-busy={isBusy} disabled={disabled || !isReady} onClick={click} />
}
