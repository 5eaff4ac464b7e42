// What a benchmark prints: medians, ratios, and the circumstances they are of.
import { execFileSync } from 'node:child_process'
import os from 'node:os'

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((first, second) => first - second)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((first, second) => first - second)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const rounded = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits

/** A ratio, and whether it reaches what we promise (at least, or at most). */
export type Ratio = { claim: string; measured: number; target: string; met: boolean }

export const atLeast = (claim: string, measured: number, target: number): Ratio => ({
  claim,
  measured: rounded(measured),
  target: `≥ ${target}`,
  met: measured >= target,
})

export const atMost = (claim: string, measured: number, target: number): Ratio => ({
  claim,
  measured: rounded(measured),
  target: `≤ ${target}`,
  met: measured <= target,
})

export function printCircumstances(facts: Record<string, string>): void {
  const changed = git('status', '--porcelain') === '' ? '' : ' with local changes'
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown CPU'}, load ${rounded(os.loadavg()[0] ?? 0)} at the start`
  console.log(`commit ${git('rev-parse', '--short', 'HEAD')}${changed}, ${new Date().toISOString()}`)
  console.log(`Node ${process.version}, ${os.platform()} ${os.arch()}, ${machine}`)
  for (const [name, value] of Object.entries(facts)) console.log(`${name} ${value}`)
  console.log('')
}

export function printRatios(ratios: readonly Ratio[]): void {
  console.log('\nRatios:')
  for (const { claim, measured, target, met } of ratios)
    console.log(`  ${met ? 'met   ' : 'missed'} ${String(measured).padStart(7)}  ${target.padEnd(7)} ${claim}`)
}

const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8', cwd: import.meta.dirname }).trim()
