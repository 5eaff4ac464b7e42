'use client'
// What every page of the console stands in: theme and toasts, state in the address, and the procedures.
import { FareboxProviders } from '@farebox/ui'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { ApiProvider } from '../trpc/client'

export function Providers({ children }: { children: ReactNode }) {
  return (
    <FareboxProviders>
      <NuqsAdapter>
        <ApiProvider>{children}</ApiProvider>
      </NuqsAdapter>
    </FareboxProviders>
  )
}
