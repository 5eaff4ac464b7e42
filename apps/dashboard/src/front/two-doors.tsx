// Two kinds of visitors, and what Farebox is to each.
import { Card, LinkButton } from '@farebox/ui'
import { Code, WalletCards } from 'lucide-react'
import type { Route } from 'next'

const doors = [
  {
    title: 'I build apps',
    icon: Code,
    lines: [
      'No AI bill: every user pays their own calls.',
      'Set a markup from 0 to 100 %. It is yours, all of it.',
      'Give new users a welcome grant in one call.',
    ],
  },
  {
    title: 'I use apps',
    icon: WalletCards,
    lines: [
      'One balance in dollars, good in every app.',
      'What you allow an app to spend, and nothing more.',
      'Every charge has a receipt, to the fraction of a cent.',
    ],
  },
] as const

export function TwoDoors({ walletUrl }: { walletUrl: string }) {
  const hrefs = ['/sign-in', walletUrl]
  const actions = ['Open the dashboard', 'Open your wallet']
  return (
    <div className="grid gap-5 md:grid-cols-2">
      {doors.map(({ title, icon: Icon, lines }, place) => (
        <Card key={title} className="flex flex-col gap-5">
          <h2 className="flex items-center gap-3 font-semibold text-ink text-xl">
            <Icon aria-hidden className="size-6 text-accent-ink" />
            {title}
          </h2>
          <ul className="grow space-y-2 text-ink-soft">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <LinkButton href={(hrefs[place] ?? '/') as Route}>{actions[place]}</LinkButton>
        </Card>
      ))}
    </div>
  )
}
