// Says all the time that nothing here is real money, and how to leave.

import { FlaskConical } from 'lucide-react'
import { AppLink } from './app-link.tsx'

export function SandboxBanner({ exitHref }: { exitHref?: string }) {
  return (
    <div role="status" className="flex min-h-9 items-center justify-center gap-2 bg-sandbox px-4 py-1 text-on-sandbox text-sm">
      <FlaskConical aria-hidden className="size-4 shrink-0" />
      <p>
        <strong className="font-semibold">Sandbox</strong> – no real money moves
      </p>
      {exitHref ? (
        <AppLink href={exitHref} className="ms-1 inline-flex min-h-6 items-center font-medium underline underline-offset-4">
          Exit
        </AppLink>
      ) : null}
    </div>
  )
}
