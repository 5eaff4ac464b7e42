// Basis points as people read them.

/** 1500 → `15 %`, 1250 → `12.5 %`, never broken between two lines. */
export function percent(bps: number): string {
  return `${(bps / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })}\u00a0%`
}
