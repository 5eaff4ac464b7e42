// An error says what happened, whether you were charged, what to do, and its request id.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { FormError } from './form-error.tsx'

describe('an error', () => {
  it('has its four parts', () => {
    const markup = renderToStaticMarkup(
      <FormError message="The bank declined this card." charged={false} whatToDo="Try another card." requestId="req_1" />,
    )
    expect(markup).toContain('role="alert"')
    for (const part of ['The bank declined this card.', 'You were not charged.', 'Try another card.', 'req_1'])
      expect(markup).toContain(part)
  })

  it('says nothing about charges where no money could move, and nothing at all without a message', () => {
    expect(renderToStaticMarkup(<FormError message="Write a name." />)).not.toContain('charged')
    expect(renderToStaticMarkup(<FormError message="" />)).toBe('')
  })
})
