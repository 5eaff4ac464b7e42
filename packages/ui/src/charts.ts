// Charts have an entrance of their own: only the pages that draw one load the library that draws.
export type { ChartDay, ChartKind, ChartSeries, ShareRow } from './chart-data.ts'
export { HorizontalBars } from './horizontal-bars.tsx'
export { StackedBars } from './stacked-bars.tsx'
