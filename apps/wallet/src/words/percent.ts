// Basis points as people read them.

/** 1500 → `15 %`, 1250 → `12.5 %`. */
export function percent(bps: number): string {
  return `${(bps / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`
}
