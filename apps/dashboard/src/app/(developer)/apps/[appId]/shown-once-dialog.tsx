'use client'
// A dialog that makes a secret and shows it, once: a click beside it does not lose it, and whoever has copied it closes it.
import { Button, Dialog, DialogClose } from '@farebox/ui'
import type { ReactElement, ReactNode } from 'react'

type Heading = { title: string; description: string }

type ShownOnceDialogProps = {
  isOpen: boolean
  /** Forget the secret when it closes. */
  onOpenChange: (isOpen: boolean) => void
  trigger: ReactElement<Record<string, unknown>>
  /** Before there is a secret, with the button that makes it. */
  asking: Heading & { button: ReactNode }
  /** With the secret. */
  showing: Heading
  isShowing: boolean
  children: ReactNode
}

export function ShownOnceDialog({ isOpen, onOpenChange, trigger, asking, showing, isShowing, children }: ShownOnceDialogProps) {
  const { title, description } = isShowing ? showing : asking
  return (
    <Dialog
      isWide
      staysOnOutsidePress
      open={isOpen}
      onOpenChange={onOpenChange}
      trigger={trigger}
      title={title}
      description={description}
      footer={
        isShowing ? (
          <DialogClose>
            <Button variant="primary">I have copied it</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            {asking.button}
          </>
        )
      }
    >
      {children}
    </Dialog>
  )
}
