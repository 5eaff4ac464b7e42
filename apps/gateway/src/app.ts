// The public API as one Fastify instance: body parser, ids, errors, log, documentation, and the table of routes.
import { newCallId, publicId } from '@farebox/billing/proxy'
import { AppError } from '@farebox/errors'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { allowOrigins } from './allow-origins.ts'
import { documentation } from './documentation.ts'
import { answerEarlyError, answerErrors, rawErrorReply } from './error-response.ts'
import type { Gateway, Routes } from './gateway.ts'
import { balanceRoutes } from './routes/balance.ts'
import { browserScriptRoutes } from './routes/browser-script.ts'
import { builtInServiceRoutes } from './routes/built-in-services.ts'
import { chargeServiceRoutes } from './routes/charge-services.ts'
import { chargeRoutes } from './routes/charges.ts'
import { chatCompletionRoutes } from './routes/chat-completions.ts'
import { checkoutRoutes } from './routes/checkout.ts'
import { clientRoutes } from './routes/client.ts'
import { connectLinkRoutes } from './routes/connect-links.ts'
import { fundingRoutes } from './routes/funding.ts'
import { fundingAllowedRoutes } from './routes/funding-allowed.ts'
import { guestRoutes } from './routes/guests.ts'
import { healthRoutes } from './routes/health.ts'
import { holdRoutes } from './routes/holds.ts'
import { modelRoutes } from './routes/models.ts'
import { packageRoutes } from './routes/packages.ts'
import { priceRoutes } from './routes/prices.ts'
import { quoteRoutes } from './routes/quote.ts'
import { serviceRoutes } from './routes/services.ts'
import { usageRoutes } from './routes/usage.ts'
import { userRoutes } from './routes/users.ts'
import { webhookRoutes } from './routes/webhooks.ts'

const BODY_BYTES_MAX = 25 * 1024 * 1024
const PARAMETER_LENGTH_MAX = 512
/** A request's head and body have this long to arrive. */
const REQUEST_MS = 120_000

/** Each in an encapsulated instance of its own, so that hooks of one never run for another. */
const routeTable: readonly Routes[] = [
  healthRoutes,
  browserScriptRoutes,
  clientRoutes,
  chatCompletionRoutes,
  quoteRoutes,
  builtInServiceRoutes,
  modelRoutes,
  priceRoutes,
  balanceRoutes,
  usageRoutes,
  chargeRoutes,
  packageRoutes,
  userRoutes,
  connectLinkRoutes,
  guestRoutes,
  checkoutRoutes,
  fundingRoutes,
  fundingAllowedRoutes,
  serviceRoutes,
  holdRoutes,
  chargeServiceRoutes,
  webhookRoutes,
]

export async function buildApp(gateway: Gateway, trustedProxies: readonly string[] = []): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    // Without one of ours in front, what a caller writes about its address is only what it writes.
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: () => newCallId(),
    requestIdHeader: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    frameworkErrors: (error, request, reply) => answerEarlyError(error, request, reply, gateway),
    clientErrorHandler(error, socket) {
      const code = 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'invalid_request'
      if (socket.writable) socket.end(rawErrorReply(code, newCallId(), gateway.proxy.docsUrl))
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('publicId', '')
  app.decorateRequest('externalUserId', undefined)
  app.decorateRequest('modelName', undefined)
  readJson(app)
  answerErrors(app, gateway)
  logReplies(app, gateway)
  await allowOrigins(app, gateway)
  await documentation(app, gateway)
  for (const routes of routeTable) await app.register(async (instance) => routes(instance, gateway))
  return app
}

/** Parsed once; the bytes are kept, because a repeated Idempotency-Key must come with the same ones. */
function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    request.bodyBytes = bytes
    try {
      done(null, JSON.parse(bytes.toString('utf8')))
    } catch {
      done(new AppError('invalid_json'))
    }
  })
}

function logReplies(app: FastifyInstance, { logger, metrics }: Gateway): void {
  app.addHook('onRequest', (request, reply, done) => {
    request.publicId = publicId('request', request.id)
    reply.header('x-request-id', request.publicId)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const path = request.routeOptions.url ?? 'unknown'
    metrics.reply(path, reply.raw.statusCode, reply.elapsedTime / 1_000)
    logger.info({
      method: request.method,
      path,
      status: reply.raw.statusCode,
      request_id: request.publicId,
      model: request.modelName,
      duration_ms: Math.round(reply.elapsedTime),
    })
    done()
  })
}
