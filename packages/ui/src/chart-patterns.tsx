// Every series has a pattern as well as a colour, so that a chart reads without colour.
const patterns = [
  null,
  <path key="diagonal" d="M-2 2l4-4M0 8l8-8M6 10l4-4" />,
  <path key="dots" d="M2 2h.01M6 6h.01" strokeWidth="2.4" strokeLinecap="round" />,
  <path key="lines" d="M0 4h8" />,
  <path key="back" d="M-2 6l4 4M0 0l8 8M6-2l4 4" />,
  <path key="grid" d="M4 0v8M0 4h8" />,
]

export const CHART_COLOURS = 6

export function seriesColour(index: number): string {
  return `var(--chart-${(index % CHART_COLOURS) + 1})`
}

/** Goes inside the `<defs>` of an SVG; fill with `url(#id)`. */
export function ChartPattern({ id, index }: { id: string; index: number }) {
  return (
    <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill={seriesColour(index)} />
      <g stroke="var(--surface)" strokeWidth="1.4" fill="none" opacity="0.75">
        {patterns[index % patterns.length]}
      </g>
    </pattern>
  )
}

export function ChartSwatch({ id, index }: { id: string; index: number }) {
  return (
    <svg aria-hidden="true" className="size-3 shrink-0 rounded-[3px]" viewBox="0 0 12 12">
      <defs>
        <ChartPattern id={id} index={index} />
      </defs>
      <rect width="12" height="12" fill={`url(#${id})`} />
    </svg>
  )
}
