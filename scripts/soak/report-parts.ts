// What the reports of soaks are put together from.

const DISAGREEMENTS_SHOWN = 40

export const countsTable = (title: string, counts: Record<string, number>): string =>
  `\n${title}\n${Object.entries(counts)
    .map(([what, times]) => `${String(times).padStart(7)}  ${what}`)
    .join('\n')}\n`

/** The first of them, and how many there are; or that there is none. */
export function verdict(disagreements: readonly string[], allIsWell: string): string {
  const more = disagreements.length - DISAGREEMENTS_SHOWN
  return [
    ...disagreements.slice(0, DISAGREEMENTS_SHOWN).map((sentence) => `  ✗ ${sentence}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    disagreements.length === 0 ? allIsWell : `${disagreements.length} disagreements.`,
  ].join('\n')
}
