'use client'
// Code to take away: one sample, or the same call in several languages under tabs.
import { Tabs } from '@base-ui/react/tabs'
import { useState } from 'react'
import { CopyButton } from './copy-button.tsx'

export type CodeSample = { label: string; code: string }

/** With one sample its label is a caption; with more they are tabs. `label` tells several blocks of one page apart. */
export function CodeBlock({ samples, label = samples[0]?.label ?? 'Code' }: { samples: readonly CodeSample[]; label?: string }) {
  const [chosen, setChosen] = useState(samples[0]?.label)
  const sample = samples.find((each) => each.label === chosen) ?? samples[0]
  if (!sample) return null
  return (
    <Tabs.Root
      value={sample.label}
      onValueChange={setChosen}
      className="overflow-clip rounded-card border border-line bg-surface shadow-card"
    >
      <div className="flex min-h-11 items-center justify-between gap-2 border-line border-b bg-sunken/60 pe-2">
        {samples.length > 1 ? (
          <Tabs.List aria-label={label} className="flex overflow-x-auto ps-1">
            {samples.map((each) => (
              <Tabs.Tab
                key={each.label}
                value={each.label}
                className="relative min-h-11 whitespace-nowrap px-3 text-ink-soft text-sm hover:text-ink focus-visible:-outline-offset-2 data-[active]:font-medium data-[active]:text-ink data-[active]:after:absolute data-[active]:after:inset-x-3 data-[active]:after:bottom-0 data-[active]:after:h-0.5 data-[active]:after:bg-accent"
              >
                {each.label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        ) : (
          <span className="ps-4 text-ink-soft text-sm">{sample.label}</span>
        )}
        <CopyButton text={sample.code} label={`Copy ${sample.label}`}>
          Copy
        </CopyButton>
      </div>
      {samples.map((each) => (
        <Tabs.Panel key={each.label} value={each.label} tabIndex={-1}>
          {/* Focusable, so that long lines can be scrolled with the keys. */}
          <section aria-label={samples.length === 1 ? label : each.label} className="overflow-x-auto">
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
              tabIndex={0}
              className="w-max min-w-full p-4 font-mono text-[0.8125rem] text-ink leading-6 focus-visible:-outline-offset-2"
            >
              <code>{each.code}</code>
            </pre>
          </section>
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
