// What every tRPC procedure stands on: the context, the kinds of callers, and the one place where a failure becomes a reply.

import type { Person } from '@farebox/auth/principal'
import { connectDatabase, type Database, newId, publicId } from '@farebox/db'
import { AppError, asAppError } from '@farebox/errors'
import { initTRPC, TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { ZodError } from 'zod'
import type { MoneyOutGate } from './stripe/money-out-gate.ts'
import type { WebhookDesk } from './webhooks/endpoint.ts'

export { connectDatabase, type Database }

/** Where the other processes are, for links in pages and mails. */
export type Addresses = { dashboard: string; wallet: string; gateway: string }

export type WebContext = {
  database: Database
  person: Person | undefined
  requestId: string
  ip: string
  now: Date
  addresses: Addresses
  /** Stripe's gate for money out: the dashboard's server has it, for onboarding. */
  moneyOut?: MoneyOutGate | undefined
  /** What webhook endpoints are made with: the dashboard's server has it. */
  webhooks?: Omit<WebhookDesk, 'database'> | undefined
}

/** What a page or a program is told of a failure, in `error.data`. */
export type FailureData = {
  code: string
  httpStatus: number
  message: string
  param: string | undefined
  charged: boolean
  requestId: string | undefined
  metadata: Record<string, unknown>
}

export const newRequestId = (): string => publicId('request', newId())

const trpc = initTRPC.context<WebContext>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error, ctx }) => replyOfFailure(shape, error, ctx?.requestId),
})

/** The form of a failure in every reply, here and in the console. */
export function replyOfFailure<Code>(shape: { code: Code }, error: TRPCError, requestId: string | undefined) {
  const failure = failureOf(error)
  const data: FailureData = {
    code: failure.code,
    httpStatus: failure.entry.status,
    message: failure.message,
    param: failure.param,
    charged: failure.metadata.charged === true,
    requestId,
    metadata: failure.metadata,
  }
  return { code: shape.code, message: failure.message, data }
}

/** An AppError keeps its status on the way out; tRPC alone would answer 500 to everything it does not know. */
export async function withStatus<Result extends { ok: boolean; error?: TRPCError }>(next: () => Promise<Result>): Promise<Result> {
  const result = await next()
  const cause = result.error?.cause
  if (result.ok || !(cause instanceof AppError)) return result
  throw new TRPCError({ code: trpcCodeOf(cause), message: cause.message, cause })
}

export const router = trpc.router
export const createCallerFactory = trpc.createCallerFactory

/** Anyone, signed in or not. */
export const publicProcedure = trpc.procedure.use(({ next }) => withStatus(next))

/** A signed-in person, as `ctx.person`. */
export const userProcedure = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.person) throw new AppError('sign_in_required')
  return next({ ctx: { ...ctx, person: ctx.person } })
})

/**
 * Only our own pages may change something: a neighbour on the same domain gets our cookies sent along. Browsers say where a
 * request comes from; programs without cookies do not, and need not. A browser too old to say it names the origin at least (our pages
 * that send no referrer name none: there the cookie's `SameSite` is what keeps others out).
 */
export function refuseOtherSites({ method, headers }: Request): void {
  const from = headers.get('sec-fetch-site')
  if (method === 'GET' || from === 'same-origin' || (from === null && isOwnOrigin(headers))) return
  throw new AppError('origin_not_allowed', { message: 'This did not come from Farebox’s own page. Nothing was done.' })
}

function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get('origin')
  return origin === null || origin === 'null' || URL.parse(origin)?.host === headers.get('host')
}

/** The failure behind tRPC's own error: thrown by us, refused by zod at the door, or not foreseen. */
export function failureOf(error: TRPCError): AppError {
  const { cause } = error
  if (cause instanceof AppError) return cause
  if (cause instanceof ZodError) return wrongInput(cause)
  if (error.code === 'NOT_FOUND') return new AppError('not_found', { cause: error })
  if (error.code === 'METHOD_NOT_SUPPORTED') return new AppError('method_not_allowed', { cause: error })
  if (error.code === 'PARSE_ERROR') return new AppError('invalid_json', { cause: error })
  if (error.code === 'PAYLOAD_TOO_LARGE') return new AppError('request_too_large', { cause: error })
  if (error.code === 'BAD_REQUEST') return new AppError('invalid_request', { cause: error })
  return asAppError(cause ?? error)
}

function wrongInput(cause: ZodError): AppError {
  const [first] = cause.issues
  const param = first?.path.join('.')
  return new AppError('invalid_request', { message: first?.message, ...(param ? { param } : {}), cause })
}

function trpcCodeOf({ entry: { status } }: AppError): TRPCError['code'] {
  if (status === 401) return 'UNAUTHORIZED'
  if (status === 402) return 'PAYMENT_REQUIRED'
  if (status === 403) return 'FORBIDDEN'
  if (status === 404) return 'NOT_FOUND'
  if (status === 409) return 'CONFLICT'
  if (status === 413) return 'PAYLOAD_TOO_LARGE'
  if (status === 422) return 'UNPROCESSABLE_CONTENT'
  if (status === 429) return 'TOO_MANY_REQUESTS'
  if (status === 502) return 'BAD_GATEWAY'
  if (status === 503) return 'SERVICE_UNAVAILABLE'
  if (status === 504) return 'GATEWAY_TIMEOUT'
  return status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'
}
