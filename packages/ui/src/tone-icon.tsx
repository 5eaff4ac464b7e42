// The icon of each tone, so that it is told by shape as well as by colour.
import { CircleAlert, CircleCheck, CircleDashed, Info, TriangleAlert } from 'lucide-react'
import type { Tone } from './tone.ts'

const icons = { neutral: CircleDashed, accent: Info, positive: CircleCheck, caution: TriangleAlert, critical: CircleAlert }

export function ToneIcon({ tone, className }: { tone: Tone; className?: string }) {
  const Icon = icons[tone]
  return <Icon aria-hidden className={className} />
}
