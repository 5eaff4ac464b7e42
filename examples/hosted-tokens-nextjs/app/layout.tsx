// The frame of every page.
import type { ReactNode } from 'react'

export const metadata = { title: 'Sample Chat' }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body style={{ font: '1rem/1.5 system-ui', maxWidth: '40rem', margin: '2rem auto', padding: '0 1rem' }}>{children}</body>
    </html>
  )
}
