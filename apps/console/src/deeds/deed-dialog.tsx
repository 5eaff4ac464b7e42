'use client'
// A deed of an operator: its effect in words, why it is done, and, where the server asks for one, a fresh code from the mail. The code
// is asked for inside the same dialog, and the deed goes on by itself once it is given.
import { Button, Dialog, DialogClose, FormError, TextField } from '@farebox/ui'
import { type FormEvent, type ReactElement, type ReactNode, useId, useState } from 'react'
import { useDeed } from './use-deed'

export type DeedDialogProps = {
  /** The deed as a question: "Switch off gpt-4o?" */
  title: string
  /** What happens, and what does not. */
  effect: ReactNode
  confirmLabel: string
  tone?: 'danger' | 'primary'
  trigger: ReactElement<Record<string, unknown>>
  isWide?: boolean
  /** What has to be typed first, such as the amount. */
  typedConfirmation?: string
  /** Every deed on record wants a reason, unless its form has one of its own. */
  asksReason?: boolean
  /** Fields of the deed. */
  children?: ReactNode
  /** False while the fields are not filled in. */
  isReady?: boolean
  onConfirm: (reason: string) => Promise<unknown>
  /** What to say when it is done. */
  done: string
}

export function DeedDialog(props: DeedDialogProps) {
  const { title, effect, confirmLabel, tone = 'danger', trigger, isWide = false, typedConfirmation, asksReason = true, children } = props
  const form = useId()
  const { isOpen, open, step, notice, isRunning, problem, goOn } = useDeed(props)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void goOn({ reason, code })
  }
  const onOpenChange = (next: boolean) => {
    open(next)
    setTyped('')
    setCode('')
    if (next) setReason('')
  }
  const isBlocked =
    step === 'deed' &&
    ((typedConfirmation !== undefined && typed !== typedConfirmation) ||
      (asksReason && reason.trim().length < 3) ||
      props.isReady === false)
  return (
    <Dialog
      title={step === 'code' ? 'Confirm that it is you' : title}
      description={step === 'code' ? notice : effect}
      trigger={trigger}
      open={isOpen}
      onOpenChange={onOpenChange}
      isWide={isWide}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={form} variant={step === 'code' ? 'primary' : tone} disabled={isBlocked} isLoading={isRunning}>
            {step === 'code' ? 'Confirm and go on' : confirmLabel}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="space-y-4 pb-2" noValidate>
        {step === 'code' ? (
          <TextField
            label="Six-digit code"
            hint="It counts for ten minutes, for everything you do in this session."
            inputMode="numeric"
            autoComplete="one-time-code"
            className="font-mono text-lg tracking-widest"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        ) : (
          <>
            {children}
            {asksReason ? (
              <TextField
                label="Reason"
                hint="Kept in the audit log with your name."
                value={reason}
                onChange={(event) => setReason(event.target.value)}
                autoComplete="off"
              />
            ) : null}
            {typedConfirmation === undefined ? null : (
              <TextField
                label={`Type ${typedConfirmation} to confirm`}
                value={typed}
                autoComplete="off"
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </>
        )}
        <FormError message={problem?.message ?? ''} requestId={problem?.requestId} />
      </form>
    </Dialog>
  )
}
