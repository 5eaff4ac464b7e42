// How Stripe says no: one error class, and the sentences used in more than one place.
import type { z } from 'zod'

export type RefusalBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  param?: string
  decline_code?: string
  charge?: string
  payment_intent?: object
  payment_method?: object
}

export class StripeRefusal extends Error {
  readonly status: number
  readonly body: RefusalBody
  /** False for what Stripe refuses before it begins: such an answer is not kept under an idempotency key. */
  readonly begun: boolean

  constructor(status: number, body: RefusalBody, { begun = true } = {}) {
    super(body.message)
    this.status = status
    this.body = body
    this.begun = begun
  }
}

export function noSuch(what: string, id: string, param = 'id'): StripeRefusal {
  return new StripeRefusal(404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}: '${id}'`, param })
}

export function invalidParameter(message: string, param?: string, code?: string): StripeRefusal {
  return new StripeRefusal(
    400,
    { type: 'invalid_request_error', message, ...(param && { param }), ...(code && { code }) },
    { begun: false },
  )
}

/** A failed check of parameters, in Stripe's words. Parameter paths read `line_items[0][quantity]`. */
export function wrongParameters({ issues }: z.ZodError): StripeRefusal {
  const [issue] = issues
  if (issue === undefined) return invalidParameter('Invalid request.')
  const path = inBrackets(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const param = path === '' ? issue.keys[0] : `${path}[${issue.keys[0]}]`
    return invalidParameter(`Received unknown parameter: ${param}`, param, 'parameter_unknown')
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return invalidParameter(`Missing required param: ${path}.`, path, 'parameter_missing')
  }
  return invalidParameter(`Invalid ${path}: ${issue.message}`, path)
}

function inBrackets(path: PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('')
}
