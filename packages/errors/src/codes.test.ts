// The table of errors: every code has a status, a kind and a sentence a caller can act on, and none tells what it must not.
import { describe, expect, it } from 'vitest'
import { AppError, asAppError } from './app-error.ts'
import { assert, assertNever } from './assert.ts'
import { type ErrorCode, type ErrorType, errorCodes, errorEntry } from './codes.ts'

const codes = Object.keys(errorCodes) as ErrorCode[]
const statusesOf: Record<ErrorType, number[]> = {
  invalid_request_error: [400, 404, 405, 408, 413, 415],
  authentication_error: [401],
  insufficient_quota: [402],
  permission_error: [403],
  conflict_error: [409, 422],
  rate_limit_error: [429],
  upstream_error: [502, 503, 504],
  api_error: [500, 503],
}

describe('the table of errors', () => {
  it('gives every code a status that suits its type', () => {
    const unsuited = codes.filter((code) => !statusesOf[errorEntry(code).type].includes(errorEntry(code).status))
    expect(unsuited).toEqual([])
  })

  it('speaks in whole sentences, in plain words, to the caller', () => {
    const poor = codes.filter(
      (code) => !/^[A-Z].*[.?]$/.test(errorEntry(code).message) || /undefined|null|SQL|stack/i.test(errorEntry(code).message),
    )
    expect(poor).toEqual([])
  })

  it('says of every refusal to pay that nothing was charged, granted or moved', () => {
    const unpaid = codes.filter(
      (code) => errorEntry(code).status === 402 && !/Nothing was (charged|granted|moved)\./.test(errorEntry(code).message),
    )
    expect(unpaid).toEqual([])
  })

  it('invites to try again only where that may help', () => {
    const retried = codes.filter((code) => errorEntry(code).retry).map((code) => errorEntry(code).status)
    expect(retried.every((status) => [409, 429, 500, 502, 503, 504].includes(status))).toBe(true)
    expect(codes.filter((code) => [401, 402, 403, 422].includes(errorEntry(code).status)).every((code) => !errorEntry(code).retry)).toBe(
      true,
    )
  })
})

describe('an error', () => {
  it('speaks to the caller by its code, and to us beside', () => {
    const cause = new Error('socket closed')
    const error = new AppError('busy', { internal: 'wallet 7 stayed locked', cause })
    expect(error).toMatchObject({ name: 'AppError', code: 'busy', message: errorEntry('busy').message, metadata: {}, cause })
    expect(error.message).not.toContain('wallet 7')
    expect(error.entry.status).toBe(503)
  })

  it('may have a better sentence, the field at fault and facts to act on', () => {
    const error = new AppError('wallet_empty', { message: 'Top up $5.', param: 'model', metadata: { topup_url: 'https://x' } })
    expect(error).toMatchObject({ message: 'Top up $5.', param: 'model', metadata: { topup_url: 'https://x' } })
  })

  it('that nobody foresaw keeps its cause for us, and tells the caller nothing of it', () => {
    const thrown = new Error('password is hunter2')
    expect(asAppError(thrown)).toMatchObject({ code: 'internal_error', message: errorEntry('internal_error').message, cause: thrown })
    expect(asAppError(thrown).message).not.toContain('hunter2')
    expect(asAppError('just text')).toMatchObject({ code: 'internal_error', internal: 'just text' })
    const known = new AppError('not_found')
    expect(asAppError(known)).toBe(known)
  })
})

describe('an invariant', () => {
  it('that is broken stops what is going on, and is named to us only', () => {
    expect(() => assert(true, 'the sky is above')).not.toThrow()
    for (const broken of [false, 0, '', null, undefined]) {
      expect(() => assert(broken, 'the sky is above')).toThrow(expect.objectContaining({ internal: 'broken invariant: the sky is above' }))
    }
    expect(() => assertNever('what' as never)).toThrow(
      expect.objectContaining({ code: 'internal_error', internal: 'unexpected value: "what"' }),
    )
  })
})
