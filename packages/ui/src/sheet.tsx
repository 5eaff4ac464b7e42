'use client'
// Details beside the page they belong to: a panel at the side, or from below on a phone, where it is swiped away.
import { Drawer } from '@base-ui/react/drawer'
import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useIsPhone } from './use-is-phone.ts'

type SheetProps = {
  title: string
  description?: ReactNode
  children: ReactNode
  footer?: ReactNode
  trigger?: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

const sideClasses = 'sheet-from-end inset-y-0 end-0 w-[min(30rem,92vw)] border-s'
const bottomClasses = 'sheet-from-below inset-x-0 bottom-0 max-h-[88dvh] rounded-t-2xl border-t pb-[env(safe-area-inset-bottom)]'

export function Sheet({ title, description, children, footer, trigger, open, onOpenChange }: SheetProps) {
  const isPhone = useIsPhone()
  return (
    <Drawer.Root open={open} onOpenChange={onOpenChange} swipeDirection={isPhone ? 'down' : 'right'}>
      {trigger ? <Drawer.Trigger render={trigger} /> : null}
      <Drawer.Portal>
        <Drawer.Backdrop className="backdrop-motion fixed inset-0 z-40 bg-scrim" />
        <Drawer.Viewport className="fixed inset-0 z-40">
          <Drawer.Popup
            className={classNames(
              'absolute flex flex-col border-line bg-raised shadow-popup outline-none',
              isPhone ? bottomClasses : sideClasses,
            )}
          >
            {isPhone ? <span aria-hidden className="mx-auto mt-2.5 h-1 w-10 shrink-0 rounded-full bg-line-strong" /> : null}
            <div className="flex items-start gap-4 px-5 pt-5 pb-3">
              <div className="grow">
                <Drawer.Title className="font-semibold text-ink text-lg">{title}</Drawer.Title>
                {description ? <Drawer.Description className="mt-0.5 text-ink-soft text-sm">{description}</Drawer.Description> : null}
              </div>
              <Drawer.Close
                aria-label="Close"
                className="-me-2 -mt-1.5 inline-flex size-9 shrink-0 items-center justify-center rounded-control text-ink-faint hover:bg-sunken hover:text-ink pointer-coarse:size-11"
              >
                <X aria-hidden className="size-4.5" />
              </Drawer.Close>
            </div>
            <Drawer.Content className="grow overflow-y-auto overscroll-contain px-5 pb-6">{children}</Drawer.Content>
            {footer ? <div className="border-line border-t p-5">{footer}</div> : null}
          </Drawer.Popup>
        </Drawer.Viewport>
      </Drawer.Portal>
    </Drawer.Root>
  )
}
