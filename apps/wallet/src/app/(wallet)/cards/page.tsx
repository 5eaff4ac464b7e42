// The cards the wallet's owner let us keep, and how to have one forgotten.
import { Badge, Card, cardName, EmptyState, LinkButton, PageHeader } from '@farebox/ui'
import { CreditCard, Repeat } from 'lucide-react'
import type { Metadata } from 'next'
import type { SavedCard } from '../../../trpc/answers'
import { caller } from '../../../trpc/server'
import { RemoveCard } from './remove-card'

export const metadata: Metadata = { title: 'Cards' }

export default async function CardsPage() {
  const cards = await (await caller()).cards.list()
  return (
    <>
      <PageHeader
        title="Cards"
        description="Kept at Stripe; we know their last four digits. Nothing is charged by itself unless automatic top-up is on."
      />
      {cards.length === 0 ? (
        <Card>
          <EmptyState
            icon={<CreditCard aria-hidden />}
            title="No card is kept"
            why="At your next top-up you can tick the box that keeps the card. Automatic top-up needs one."
            action={<LinkButton href="/top-up">Top up</LinkButton>}
          />
        </Card>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2">
          {cards.map((card) => (
            <li key={card.id}>
              <OneCard card={card} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function OneCard({ card }: { card: SavedCard }) {
  const { expMonth, expYear, isExpired, usedForAutoTopup } = card
  const name = cardName(card)
  return (
    <Card className="flex h-full min-h-40 flex-col justify-between gap-6">
      <div className="flex items-start justify-between gap-3">
        <div>
          <p className="font-semibold text-ink text-lg tabular-nums">{name}</p>
          <p className={isExpired ? 'text-critical text-sm' : 'text-ink-faint text-sm'}>
            {isExpired ? 'Expired' : 'Until'} {String(expMonth).padStart(2, '0')}/{expYear}
          </p>
        </div>
        <CreditCard aria-hidden className="size-6 text-ink-faint" />
      </div>
      <div className="flex items-center justify-between gap-3">
        {usedForAutoTopup ? (
          <Badge tone="accent" icon={<Repeat aria-hidden />}>
            Automatic top-up
          </Badge>
        ) : (
          <span />
        )}
        <RemoveCard id={card.id} name={name} usedForAutoTopup={usedForAutoTopup} />
      </div>
    </Card>
  )
}
