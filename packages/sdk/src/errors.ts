// What a refused or failed call is to a program: one class with the API's code, and one for every way of having too little money.

/** OpenAI's error object, as the API answers it. */
export type ErrorBody = {
  message: string
  code: string
  type?: string
  param?: string | null
  docs_url?: string
  request_id?: string
  charged?: boolean
  metadata?: Record<string, unknown>
  /** `usage-limited-chat`: another model may still do it. The name that apps for Puter look for. */
  delegate?: 'usage-limited-chat'
}

export type ErrorFacts = Omit<ErrorBody, 'message' | 'code'> & {
  /** 0: there was no answer. */
  status: number
  cause?: unknown
}

export class FareboxError extends Error {
  override readonly name: string = 'FareboxError'
  /** From the table at `/docs/errors`; and of the SDK's own `offline`, `network_error`, `sign_in_cancelled`, `sign_in_failed`, `aborted`, `not_offered`. */
  readonly code: string
  readonly status: number
  /** Whether the call was paid for; undefined where nobody can know, such as when the answer was lost on its way. */
  readonly charged: boolean | undefined
  readonly requestId: string | undefined
  readonly delegate: 'usage-limited-chat' | undefined
  /** Where the payer adds money. */
  readonly topupUrl: string | undefined
  /** Where the payer changes this app's limit. */
  readonly manageUrl: string | undefined
  /** Where a user connects this app. */
  readonly connectUrl: string | undefined
  readonly metadata: Record<string, unknown>
  readonly error: ErrorBody

  constructor(code: string, message: string, { status, cause, ...facts }: ErrorFacts) {
    super(message, cause === undefined ? undefined : { cause })
    const delegate = isUsageLimit(status, code) ? 'usage-limited-chat' : undefined
    this.code = code
    this.status = status
    this.charged = facts.charged
    this.requestId = facts.request_id
    this.delegate = delegate
    this.metadata = facts.metadata ?? {}
    this.topupUrl = textOf(this.metadata.topup_url)
    this.manageUrl = textOf(this.metadata.manage_url)
    this.connectUrl = textOf(this.metadata.connect_url)
    this.error = { ...facts, message, code, ...(delegate && { delegate }) }
  }
}

/** A fund or a limit was too small: 402, nothing was charged. The code says which one. */
export class InsufficientFundsError extends FareboxError {
  override readonly name = 'InsufficientFundsError'
}

const limitedCodes = ['model_not_allowed', 'model_switched_off', 'provider_overloaded', 'rate_limit_exceeded']

const isUsageLimit = (status: number, code: string) => status === 402 || limitedCodes.includes(code)

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** The error that a refused reply stands for; its body is used up. Reads OpenAI's shape and problem details alike. */
export async function errorOfReply(reply: Response): Promise<FareboxError> {
  const body: unknown = await reply.json().catch(() => undefined)
  const requestId = reply.headers.get('x-request-id')
  return errorOfBody(body, { status: reply.status, ...(requestId && { request_id: requestId }) })
}

/** The same of a body that was read already, such as an event of a stream. */
export function errorOfBody(body: unknown, { status, ...known }: ErrorFacts): FareboxError {
  const { error = body } = isObject(body) ? body : {}
  const { code, message, detail, ...facts } = isObject(error) ? error : {}
  const says = textOf(message) ?? textOf(detail) ?? `Farebox answered with status ${status}.`
  const all = { ...known, ...(facts as Partial<ErrorBody>), status }
  return status === 402
    ? new InsufficientFundsError(textOf(code) ?? 'insufficient_funds', says, all)
    : new FareboxError(textOf(code) ?? 'unknown', says, all)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
