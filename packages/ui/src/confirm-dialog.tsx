'use client'
// Before something that cannot be taken back: its effect in words and, where much hangs on it, a word to type.
import { type ReactElement, type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog, DialogClose } from './dialog.tsx'
import { FormError } from './form-error.tsx'
import { TextField } from './text-field.tsx'

type ConfirmDialogProps = {
  /** The action as a question: "Revoke PixelPal?" */
  title: string
  /** What happens, and what does not: "It stops working at once; you keep your balance." */
  effect: ReactNode
  /** The verb on the button: "Revoke". */
  confirmLabel: string
  /** Resolves when done; a thrown error keeps the dialog open and shows its message. */
  onConfirm: () => Promise<void> | void
  /** What has to be typed first, such as the app's name. */
  typedConfirmation?: string
  tone?: 'danger' | 'primary'
  trigger?: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, effect, confirmLabel, onConfirm, typedConfirmation, tone = 'danger', trigger } = props
  const [isOpenHere, setIsOpenHere] = useState(false)
  const [typed, setTyped] = useState('')
  const [isRunning, setIsRunning] = useState(false)
  const [error, setError] = useState('')
  const open = props.open ?? isOpenHere

  const setOpen = (next: boolean) => {
    setTyped('')
    setError('')
    setIsOpenHere(next)
    props.onOpenChange?.(next)
  }
  const confirm = async () => {
    setIsRunning(true)
    setError('')
    try {
      await onConfirm()
      setOpen(false)
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : 'This did not work. Nothing was changed.')
    } finally {
      setIsRunning(false)
    }
  }
  const isBlocked = typedConfirmation !== undefined && typed !== typedConfirmation
  return (
    <Dialog
      title={title}
      description={effect}
      trigger={trigger}
      open={open}
      onOpenChange={setOpen}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant={tone} disabled={isBlocked} isLoading={isRunning} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {typedConfirmation === undefined ? null : (
          <TextField
            label={`Type ${typedConfirmation} to confirm`}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <FormError message={error} />
      </div>
    </Dialog>
  )
}
