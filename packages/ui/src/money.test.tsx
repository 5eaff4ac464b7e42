// What eyes and screen readers get of an amount.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Money } from './money.tsx'
import { Receipt } from './receipt.tsx'

describe('Money', () => {
  it('shows the short amount and names the exact one', () => {
    const markup = renderToStaticMarkup(<Money amount="847150000" as="balance" />)
    expect(markup).toContain('title="$8.47150000"')
    expect(markup).toContain('<span aria-hidden="true">$8.47</span>')
    expect(markup).toContain('<span class="sr-only">$8.47150000</span>')
  })

  it('says an amount once when writing it lost nothing', () => {
    const markup = renderToStaticMarkup(<Money amount="1000000000" as="balance" />)
    expect(markup).toContain('>$10.00</span>')
    expect(markup).not.toContain('sr-only')
  })
})

describe('Receipt', () => {
  it('shows all stored digits of every part and of the total', () => {
    const markup = renderToStaticMarkup(
      <Receipt
        receipt={{
          title: 'PixelPal',
          what: 'GPT-4o mini, one message',
          when: '21 Nov 2026',
          lines: [
            { label: 'Provider’s cost', amount: '920000' },
            { label: 'Farebox margin', amount: '80000' },
            { label: 'PixelPal’s markup', amount: '150000' },
          ],
          total: '1150000',
          paidFrom: [{ label: 'Welcome grant', amount: '1150000' }],
        }}
      />,
    )
    for (const amount of ['$0.00920000', '$0.00080000', '$0.00150000', '$0.01150000']) expect(markup).toContain(amount)
    expect(markup.indexOf('Total')).toBeGreaterThan(markup.indexOf('PixelPal’s markup'))
    expect(markup).toContain('Paid from')
  })
})
