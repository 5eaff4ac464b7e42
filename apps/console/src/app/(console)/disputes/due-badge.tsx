'use client'
// How long there is to answer a bank, by Farebox's own time.
import { Badge, useTimeAhead } from '@farebox/ui'
import { dueWords } from './dispute-words'

const SOON_MS = 2 * 24 * 60 * 60_000

export function DueBadge({ dueBy }: { dueBy: Date }) {
  const now = new Date(Date.now() + useTimeAhead())
  return <Badge tone={dueBy.getTime() - now.getTime() < SOON_MS ? 'critical' : 'caution'}>{dueWords(dueBy, now)}</Badge>
}
