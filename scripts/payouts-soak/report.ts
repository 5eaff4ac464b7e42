// What the soak says at its end: how often everything happened, where every payout is, and every disagreement.
import { countsTable, verdict } from '../soak/report-parts.ts'
import type { SoakResult } from './soak.ts'

export function soakReport(result: SoakResult, { seed, seconds }: { seed: number; seconds: number }): string {
  const { payouts, transfers, days, disagreements } = result
  return [
    countsTable('What was done to them', result.counts),
    countsTable('What the stand-in did', result.faults),
    countsTable('Attempts', result.attempts),
    countsTable('Where they are', result.statuses),
    `${payouts} payouts, ${transfers} transfers, ${days} days, seed ${seed}, ${seconds} s`,
    verdict(disagreements, 'Books, Stripe and earnings agree to the microcent; nobody was paid twice.'),
  ].join('\n')
}
