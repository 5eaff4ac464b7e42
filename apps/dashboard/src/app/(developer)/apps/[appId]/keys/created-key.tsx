'use client'
// A key on its only day in the light: the secret, and calls ready to paste.
import { Banner, CodeBlock, CopyButton } from '@farebox/ui'
import { useEffect, useRef } from 'react'
import type { Mode } from '../../../../../place/mode'
import { snippets } from './snippets'

export type ShownKey = { secret: string; billingMode: 'user' | 'developer' }

export function CreatedKey({ created, gatewayUrl, mode }: { created: ShownKey; gatewayUrl: string; mode: Mode }) {
  const { secret, billingMode } = created
  const shown = useRef<HTMLElement>(null)
  // The form that was here may have been scrolled; what is shown once must be in sight.
  useEffect(() => shown.current?.focus(), [])
  return (
    <div className="space-y-5 pb-2">
      <section
        ref={shown}
        tabIndex={-1}
        aria-label="Your new key"
        className="flex items-center gap-2 rounded-control border border-line-strong bg-sunken py-2 ps-3 pe-2"
      >
        <code data-testid="new-key" className="min-w-0 grow break-all font-mono text-[0.8125rem] text-ink">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy key">
          Copy
        </CopyButton>
      </section>
      <CodeBlock label="A first call" samples={snippets({ secret, billingMode, gatewayUrl })} />
      <Banner tone="neutral" title={firstCall[`${billingMode} ${mode}`].title}>
        {firstCall[`${billingMode} ${mode}`].text}
      </Banner>
    </div>
  )
}

const firstCall = {
  'user sandbox': {
    title: 'Works at once',
    text: 'In the sandbox every user you name starts with $100 of play money. The stand-in models answer.',
  },
  'user live': {
    title: 'Before the first live call',
    text: 'A user needs money to pay with: give them a grant from your pool, or send them to a checkout. Until then calls are refused with 402, and nothing is charged.',
  },
  'developer sandbox': {
    title: 'Works at once',
    text: 'Your organization has $100 of play money in the sandbox. The stand-in models answer.',
  },
  'developer live': {
    title: 'Before the first live call',
    text: 'Calls are paid from your organization’s balance. Add money there first; until then they are refused with 402, and nothing is charged.',
  },
} as const
