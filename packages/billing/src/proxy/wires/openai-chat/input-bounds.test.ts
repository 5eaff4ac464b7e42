// The bounds of one request are measured once for all models that read it alike.
import { findModel } from '@farebox/pricing'
import { inputBound, refinedInputBound } from '@farebox/pricing/tokenizer'
import { describe, expect, it } from 'vitest'
import { boundByBytes, boundByTokens } from './input-bounds.ts'
import { parseRequest } from './parse-request.ts'

const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'How long is a piece of string? '.repeat(50) }] }
const [gpt4o, alike, otherImages, claude] = ['gpt-4o', 'gpt-4.1', 'gpt-4o-mini', 'claude-sonnet-4'].map(findModel) as [
  ReturnType<typeof findModel>,
  ReturnType<typeof findModel>,
  ReturnType<typeof findModel>,
  ReturnType<typeof findModel>,
]

describe('the bounds of an input', () => {
  it('are those of the price book', async () => {
    const request = parseRequest(body)
    for (const model of [gpt4o, otherImages, claude]) {
      expect(boundByBytes(request, model)).toBe(inputBound(body, model))
      expect(await boundByTokens(request, model)).toBe(await refinedInputBound(body, model))
    }
  })

  it('are measured once, also for another model that reads alike, and never kept for another request', () => {
    const request = parseRequest(body)
    const measured = boundByTokens(request, gpt4o)
    expect(boundByTokens(request, gpt4o)).toBe(measured)
    expect(boundByTokens(request, alike)).toBe(measured)
    expect(boundByTokens(request, otherImages)).not.toBe(measured)
    expect(boundByTokens(parseRequest(body), gpt4o)).not.toBe(measured)
  })
})
