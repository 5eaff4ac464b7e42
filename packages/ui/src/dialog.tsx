'use client'
// A question that needs an answer before anything else. On a phone it sits at the lower edge, under the thumb.
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type DialogProps = {
  title: string
  description?: ReactNode
  children?: ReactNode
  /** The buttons; wrap the one that closes in `DialogClose`. */
  footer?: ReactNode
  /** The element that opens it; or control it with `open` and `onOpenChange`. */
  trigger?: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
  isWide?: boolean
  /** For what is shown once: a click beside the dialog does not lose it. */
  staysOnOutsidePress?: boolean
}

const popupClasses = classNames(
  'popup-motion fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] flex-col rounded-t-2xl border border-line bg-raised shadow-popup outline-none',
  'sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:max-h-[86dvh] sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl',
)

export function Dialog({ title, description, children, footer, trigger, open, onOpenChange, isWide, staysOnOutsidePress }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={staysOnOutsidePress}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className="backdrop-motion fixed inset-0 z-40 bg-scrim" />
        <Base.Popup className={classNames(popupClasses, isWide ? 'sm:max-w-3xl' : 'sm:max-w-md')}>
          <div className="pt-5 pe-14 pb-1 ps-5 sm:pt-6 sm:ps-6">
            <Base.Title className="font-semibold text-ink text-lg">{title}</Base.Title>
            {description ? <Base.Description className="mt-1 text-ink-soft text-sm">{description}</Base.Description> : null}
          </div>
          <div className="grow overflow-y-auto px-5 py-3 sm:px-6">{children}</div>
          {footer ? (
            <div className="flex flex-col-reverse gap-2 px-5 pt-2 pb-5 sm:flex-row sm:justify-end sm:px-6 sm:pb-6">{footer}</div>
          ) : null}
          {/* Last in order, so that the focus starts in the question and not on the way out. */}
          <Base.Close
            aria-label="Close"
            className="absolute end-3 top-3 inline-flex size-9 shrink-0 items-center justify-center rounded-control text-ink-faint hover:bg-sunken hover:text-ink pointer-coarse:size-11"
          >
            <X aria-hidden className="size-4.5" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Makes the button given to it close the dialog it is in. */
export function DialogClose({ children }: { children: ReactElement<Record<string, unknown>> }) {
  return <Base.Close render={children} />
}
