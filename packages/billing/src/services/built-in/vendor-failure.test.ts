// A vendor's error becomes one of ours: what the caller may read of it, and what is nobody's business.
import { AppError } from '@farebox/errors'
import { describe, expect, it } from 'vitest'
import { failureOfVendor } from './vendor-failure.ts'

const aws = (name: string, httpStatusCode: number, message = 'no') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } })
const openai = (status: number, message = 'no') => Object.assign(new Error(message), { name: 'APIError', status })

describe('failureOfVendor', () => {
  it.each([
    [aws('ThrottlingException', 400), 'provider_overloaded'],
    [aws('ServiceFailureException', 500), 'provider_error'],
    [aws('UnrecognizedClientException', 403), 'provider_error'],
    [aws('InvalidSsmlException', 400), 'provider_refused'],
    [Object.assign(new Error('slow'), { name: 'TimeoutError' }), 'provider_timeout'],
    [openai(429), 'provider_overloaded'],
    [openai(401), 'provider_error'],
    [openai(400), 'provider_refused'],
    [new TypeError('fetch failed'), 'provider_error'],
    ['thrown', 'provider_error'],
    [new AppError('stopping'), 'stopping'],
  ])('%s is %s', (thrown, code) => {
    expect(failureOfVendor(thrown, 'vendor').code).toBe(code)
  })

  it('passes on why a request was refused, and never whose account it was', () => {
    const { message } = failureOfVendor(
      aws('ValidationException', 400, 'Voice nobody of arn:aws:iam::123456789012:user/farebox is unknown'),
      'aws',
    )
    expect(message).toBe('The provider refused this request: Voice nobody of … is unknown. You were not charged.')
    expect(failureOfVendor(openai(401, 'Incorrect API key provided: sk-live-secret'), 'openai').message).not.toContain('sk-live')
  })
})
