// What the soak says at its end: how often everything happened, where every payout is, and every disagreement.
import type { SoakResult } from './soak.ts'

const DISAGREEMENTS_SHOWN = 40

export function soakReport(result: SoakResult, { seed, seconds }: { seed: number; seconds: number }): string {
  const { payouts, transfers, days, disagreements } = result
  const more = disagreements.length - DISAGREEMENTS_SHOWN
  return [
    table('What was done to them', result.counts),
    table('What the stand-in did', result.faults),
    table('Attempts', result.attempts),
    table('Where they are', result.statuses),
    `${payouts} payouts, ${transfers} transfers, ${days} days, seed ${seed}, ${seconds} s`,
    ...disagreements.slice(0, DISAGREEMENTS_SHOWN).map((sentence) => `  ✗ ${sentence}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    disagreements.length === 0
      ? 'Books, Stripe and earnings agree to the microcent; nobody was paid twice.'
      : `${disagreements.length} disagreements.`,
  ].join('\n')
}

const table = (title: string, counts: Record<string, number>): string =>
  `\n${title}\n${Object.entries(counts)
    .map(([what, times]) => `${String(times).padStart(7)}  ${what}`)
    .join('\n')}\n`
