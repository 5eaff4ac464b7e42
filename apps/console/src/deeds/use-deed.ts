'use client'
// Doing a deed: where the server asks for a fresh code, one is sent and asked for, and the deed goes on by itself once it is given.
import { toast } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { useState } from 'react'
import { confirm, sendConfirmation } from '../app/sign-in/actions'

type Problem = { message: string; requestId?: string | undefined }

export type Deed = {
  isOpen: boolean
  open: (isOpen: boolean) => void
  /** What the dialog asks: the deed itself, or the code from the mail. */
  step: 'deed' | 'code'
  /** Where the code was sent. */
  notice: string
  isRunning: boolean
  problem: Problem | undefined
  /** The button of the step was pressed. */
  goOn: (given: { reason: string; code: string }) => Promise<void>
}

export function useDeed({ onConfirm, done }: { onConfirm: (reason: string) => Promise<unknown>; done: string }): Deed {
  const [isOpen, setIsOpen] = useState(false)
  const [step, setStep] = useState<Deed['step']>('deed')
  const [notice, setNotice] = useState('')
  const [isRunning, setIsRunning] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const open = (next: boolean) => {
    setIsOpen(next)
    setStep('deed')
    setProblem(undefined)
  }
  const askForCode = async () => {
    const sent = await sendConfirmation({}, new FormData())
    setStep('code')
    setNotice(sent.notice ?? '')
    if (sent.problem) setProblem({ message: sent.problem, requestId: sent.requestId })
  }
  const run = async (reason: string) => {
    try {
      await onConfirm(reason)
      setIsOpen(false)
      toast.success(done)
    } catch (thrown) {
      const failure = failureOf(thrown)
      if (failure.code === 'step_up_required') await askForCode()
      else setProblem(failure)
    }
  }
  const giveCode = async (code: string, reason: string) => {
    const form = new FormData()
    form.set('code', code)
    const answer = await confirm({}, form)
    if (answer.problem) return setProblem({ message: answer.problem, requestId: answer.requestId })
    setStep('deed')
    await run(reason)
  }
  const goOn: Deed['goOn'] = async ({ reason, code }) => {
    setIsRunning(true)
    setProblem(undefined)
    await (step === 'code' ? giveCode(code, reason) : run(reason))
    setIsRunning(false)
  }
  return { isOpen, open, step, notice, isRunning, problem, goOn }
}
