// What a call counted, in words.

/** `{ input: 300, output: 100 }` → `300 input · 100 output`. */
export function countedUnits(usage: Readonly<Record<string, number>>): string {
  const parts = Object.entries(usage).map(([meter, units]) => `${units.toLocaleString('en-US')} ${meter.replaceAll('_', ' ')}`)
  return parts.length > 0 ? parts.join(' · ') : 'nothing counted'
}
