// What the soak says at its end: what was done, what went wrong on the way, how often each movement was posted, and every disagreement.
import type { SoakResult } from './soak.ts'

const DISAGREEMENTS_SHOWN = 40

export function soakReport(result: SoakResult, { seed, seconds }: { seed: number; seconds: number }): string {
  const { steps, rounds, people, disagreements } = result
  const more = disagreements.length - DISAGREEMENTS_SHOWN
  return [
    table('What was done', result.counts),
    table('What went wrong at Stripe', result.faults),
    table('Movements in the books', result.movements),
    `${steps} steps of ${people} people in ${rounds} rounds, seed ${seed}, ${seconds} s`,
    ...disagreements.slice(0, DISAGREEMENTS_SHOWN).map((sentence) => `  ✗ ${sentence}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    disagreements.length === 0
      ? 'Every wallet, every organization and Stripe agree with the model to the microcent.'
      : `${disagreements.length} disagreements.`,
  ].join('\n')
}

const table = (title: string, counts: Record<string, number>): string =>
  `\n${title}\n${Object.entries(counts)
    .map(([what, times]) => `${String(times).padStart(7)}  ${what}`)
    .join('\n')}\n`
