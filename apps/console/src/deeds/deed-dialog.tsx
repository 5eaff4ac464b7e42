'use client'
// A deed of an operator: its effect in words, why it is done, and, where the server asks for one, a fresh code from the mail. The code
// is asked for inside the same dialog, and the deed goes on by itself once it is given.
import { Button, Dialog, DialogClose, FormError, TextField, toast } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { type FormEvent, type ReactElement, type ReactNode, useId, useState } from 'react'
import { confirm, sendConfirmation } from '../app/sign-in/actions'

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

type Problem = { message: string; requestId?: string | undefined }

export function DeedDialog(props: DeedDialogProps) {
  const {
    title,
    effect,
    confirmLabel,
    tone = 'danger',
    trigger,
    isWide = false,
    typedConfirmation,
    asksReason = true,
    children,
    done,
  } = props
  const form = useId()
  const [isOpen, setIsOpen] = useState(false)
  const [step, setStep] = useState<'deed' | 'code'>('deed')
  const [notice, setNotice] = useState('')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [code, setCode] = useState('')
  const [isRunning, setIsRunning] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const open = (next: boolean) => {
    setIsOpen(next)
    setStep('deed')
    setTyped('')
    setCode('')
    setProblem(undefined)
  }
  const run = async () => {
    try {
      await props.onConfirm(reason)
      setIsOpen(false)
      setReason('')
      toast.success(done)
    } catch (thrown) {
      const failure = failureOf(thrown)
      if (failure.code !== 'step_up_required') return setProblem(failure)
      const sent = await sendConfirmation({}, new FormData())
      setStep('code')
      setCode('')
      setNotice(sent.notice ?? '')
      if (sent.problem) setProblem({ message: sent.problem, requestId: sent.requestId })
    }
  }
  const giveCode = async () => {
    const given = new FormData()
    given.set('code', code)
    const answer = await confirm({}, given)
    if (answer.problem) return setProblem({ message: answer.problem, requestId: answer.requestId })
    setStep('deed')
    await run()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsRunning(true)
    setProblem(undefined)
    await (step === 'code' ? giveCode() : run())
    setIsRunning(false)
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
      onOpenChange={open}
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
      <form id={form} onSubmit={(event) => void submit(event)} className="space-y-4 pb-2" noValidate>
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
