// What the soak says at its end: what was done, what went wrong on the way, how often each movement was posted, and every disagreement.
import { countsTable, verdict } from '../soak/report-parts.ts'
import type { SoakResult } from './soak.ts'

export function soakReport(result: SoakResult, { seed, seconds }: { seed: number; seconds: number }): string {
  const { steps, rounds, people, disagreements } = result
  return [
    countsTable('What was done', result.counts),
    countsTable('What went wrong at Stripe', result.faults),
    countsTable('Movements in the books', result.movements),
    `${steps} steps of ${people} people in ${rounds} rounds, seed ${seed}, ${seconds} s`,
    verdict(disagreements, 'Every wallet, every organization and Stripe agree with the model to the microcent.'),
  ].join('\n')
}
