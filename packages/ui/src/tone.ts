// The five tones. A tone never speaks alone: it comes with an icon and a word.
export type Tone = 'neutral' | 'accent' | 'positive' | 'caution' | 'critical'

/** Text and ground of a tone; each pair keeps 4.5:1 in both themes. */
export const toneClasses: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink-soft ring-1 ring-line ring-inset',
  accent: 'bg-accent-soft text-accent-ink',
  positive: 'bg-positive-soft text-positive',
  caution: 'bg-caution-soft text-caution',
  critical: 'bg-critical-soft text-critical',
}
