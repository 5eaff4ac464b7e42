// The card that each step of signing in stands on.
import type { ReactNode } from 'react'
import { Card } from '../card.tsx'

export function SignInCard({ title, intro, children }: { title: string; intro: ReactNode; children: ReactNode }) {
  return (
    <Card className="space-y-5">
      <div className="space-y-1.5">
        <h1 className="font-semibold text-ink text-xl">{title}</h1>
        <p className="wrap-anywhere text-ink-soft text-sm">{intro}</p>
      </div>
      {children}
    </Card>
  )
}
