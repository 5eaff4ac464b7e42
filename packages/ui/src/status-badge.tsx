// States of charges, keys, apps and payouts in one vocabulary: an icon, a word, and a tone.
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Clock,
  FlaskConical,
  type LucideIcon,
  PencilLine,
  Scissors,
  Undo2,
} from 'lucide-react'
import { Badge } from './badge.tsx'
import type { Tone } from './tone.ts'

const statuses = {
  active: { word: 'Active', tone: 'positive', icon: CircleCheck },
  live: { word: 'Live', tone: 'positive', icon: CircleCheck },
  paid: { word: 'Paid', tone: 'positive', icon: CircleCheck },
  settled: { word: 'Settled', tone: 'positive', icon: CircleCheck },
  available: { word: 'Available', tone: 'positive', icon: CircleCheck },
  pending: { word: 'Pending', tone: 'caution', icon: Clock },
  processing: { word: 'In progress', tone: 'accent', icon: CircleDashed },
  held: { word: 'Held', tone: 'caution', icon: CirclePause },
  paused: { word: 'Paused', tone: 'caution', icon: CirclePause },
  expiring: { word: 'Expiring', tone: 'caution', icon: Clock },
  cut: { word: 'Cut short', tone: 'caution', icon: Scissors },
  draft: { word: 'Draft', tone: 'neutral', icon: PencilLine },
  sandbox: { word: 'Sandbox', tone: 'caution', icon: FlaskConical },
  released: { word: 'Not charged', tone: 'neutral', icon: Undo2 },
  refunded: { word: 'Refunded', tone: 'neutral', icon: Undo2 },
  expired: { word: 'Expired', tone: 'neutral', icon: Clock },
  revoked: { word: 'Revoked', tone: 'critical', icon: Ban },
  refused: { word: 'Refused', tone: 'critical', icon: Ban },
  failed: { word: 'Failed', tone: 'critical', icon: CircleX },
} satisfies Record<string, { word: string; tone: Tone; icon: LucideIcon }>

export type Status = keyof typeof statuses

/** `children` replaces the word when a screen has a better one; the icon stays. */
export function StatusBadge({ status, children }: { status: Status; children?: string }) {
  const { word, tone, icon: Icon } = statuses[status]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {children ?? word}
    </Badge>
  )
}
