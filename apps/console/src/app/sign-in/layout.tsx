// The frame of the sign-in pages. They are nothing for a search engine, and their addresses are nothing for anybody else.
import { PlainShell } from '@farebox/ui'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: 'Sign in', robots: { index: false }, referrer: 'same-origin' }

export default function SignInLayout({ children }: { children: ReactNode }) {
  return <PlainShell product="Console">{children}</PlainShell>
}
