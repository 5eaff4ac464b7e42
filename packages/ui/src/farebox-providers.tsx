'use client'
// What every page needs around it: the theme, tooltips that share one delay, and the place where toasts appear.
import { Tooltip } from '@base-ui/react/tooltip'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { Toaster } from './toaster.tsx'

/** Wrap the body once, in the root layout; `<html>` needs `suppressHydrationWarning`. `nonce` lets the theme script pass a strict CSP. */
export function FareboxProviders({ children, nonce }: { children: ReactNode; nonce?: string }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <Tooltip.Provider delay={350}>
        <div className="isolate">{children}</div>
        <Toaster />
      </Tooltip.Provider>
    </ThemeProvider>
  )
}
