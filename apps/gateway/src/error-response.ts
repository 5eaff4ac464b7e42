// The one place where a failure becomes a reply: OpenAI's shape, on every path and for every cause.
import { errorBody, publicId } from '@farebox/billing/proxy'
import { AppError, asAppError, type ErrorCode } from '@farebox/errors'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Gateway } from './gateway.ts'
import { problemBody } from './problem-body.ts'

const RETRY_SECONDS = 1

export function answerErrors(app: FastifyInstance, gateway: Gateway): void {
  const paths = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set() }
    for (const each of [method].flat()) known.methods.add(each)
    paths.set(url, known)
  })
  app.setErrorHandler((thrown, request, reply) => sendError(asKnownError(thrown), request, reply, gateway))
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const methods = [...paths.values()].filter(({ pattern }) => pattern.test(path)).flatMap((known) => [...known.methods])
    if (methods.length === 0) return sendError(new AppError('not_found'), request, reply, gateway)
    reply.header('allow', [...new Set(methods)].join(', '))
    return sendError(new AppError('method_not_allowed'), request, reply, gateway)
  })
}

/** For what fails before routing, such as an address that cannot be decoded. */
export function answerEarlyError(thrown: unknown, request: FastifyRequest, reply: FastifyReply, gateway: Gateway): void {
  sendError(asKnownError(thrown), request, reply, gateway)
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')
  return new RegExp(`^${escaped}$`)
}

function sendError(error: AppError, request: FastifyRequest, reply: FastifyReply, { proxy, logger }: Gateway): FastifyReply {
  const { status, retry } = error.entry
  reply.code(status).header('x-request-id', publicId('request', request.id)).header('x-should-retry', String(retry))
  const retryAfter = error.metadata.retry_after ?? (retry ? RETRY_SECONDS : undefined)
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  noteRefusal(error, request, proxy)
  if (status >= 500) {
    // Where it happened, never what it said: a message may quote the request.
    const cause = error.cause instanceof Error ? error.cause.stack?.split('\n').filter((line) => line.startsWith('    at ')) : undefined
    logger.error(
      {
        request_id: publicId('request', request.id),
        code: error.code,
        ...(!(error.code === 'internal_error' && error.cause) && { internal: error.internal }),
        cause,
      },
      'call failed',
    )
  }
  const place = { requestId: request.id, docsUrl: proxy.docsUrl }
  if (request.routeOptions?.config?.problem) {
    return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problemBody(error, place)))
  }
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(errorBody(error, place)))
}

/** Developers see what was refused to their users; a call of nobody's app is nobody's to see. */
function noteRefusal(error: AppError, request: FastifyRequest, proxy: Gateway['proxy']): void {
  const { caller, externalUserId, modelName: model } = request
  if (!caller || request.method !== 'POST') return
  const { appId, apiKeyId: credentialId, mode } = caller
  proxy.refusedCalls.note({ id: request.id, mode, appId, credentialId, externalUserId, model, code: error.code, at: proxy.clock() })
}

const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request_too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

function asKnownError(thrown: unknown): AppError {
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const [issue] = thrown.validation
    const param = issue?.instancePath.slice(1).replaceAll('/', '.')
    return new AppError('invalid_request', {
      message: issue?.message ?? 'The request has a field with a wrong value.',
      ...(param && { param }),
    })
  }
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    const code = fastifyCodes[thrown.code]
    if (code) return new AppError(code)
  }
  return asAppError(thrown)
}

/** What is too broken to reach a route: answered on the socket, in the same shape. */
export function rawErrorReply(code: 'invalid_request' | 'request_timeout', requestId: string, docsUrl: string): string {
  const error = new AppError(code, code === 'invalid_request' ? { message: 'The request is not valid HTTP.' } : {})
  const body = JSON.stringify(errorBody(error, { requestId, docsUrl }))
  const { status } = error.entry
  return `HTTP/1.1 ${status} ${status === 408 ? 'Request Timeout' : 'Bad Request'}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nx-request-id: ${publicId('request', requestId)}\r\nx-should-retry: false\r\nConnection: close\r\n\r\n${body}`
}
