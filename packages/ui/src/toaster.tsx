'use client'
// Short news at the edge of the screen, announced politely and never taking the focus.
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export { toast } from 'sonner'

const icons = {
  success: <CircleCheck aria-hidden className="size-4 text-positive" />,
  error: <CircleAlert aria-hidden className="size-4 text-critical" />,
  warning: <TriangleAlert aria-hidden className="size-4 text-caution" />,
  info: <Info aria-hidden className="size-4 text-accent-ink" />,
}

export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      mobileOffset={{ bottom: '5rem' }}
      duration={6000}
      icons={icons}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-3 rounded-card border border-line bg-raised p-4 text-sm text-ink shadow-popup sm:w-[22rem] [&_[data-icon]]:mt-0.5',
          description: 'text-ink-soft',
          actionButton: 'ms-auto min-h-6 shrink-0 rounded-control px-2 font-medium text-accent-ink underline underline-offset-4',
        },
      }}
    />
  )
}
