// Puts the gateway together from its settings, and takes it apart again in the order that loses nothing.
import { hkdfSync } from 'node:crypto'
import { ApiKeyDirectory } from '@farebox/auth/api-key-directory'
import { networkAttempts } from '@farebox/auth/network-attempts'
import { openBuiltInServices } from '@farebox/billing/built-in-services'
import { Turns } from '@farebox/billing/guests'
import { openProxy, type ProxySettings } from '@farebox/billing/proxy'
import { RateLimits } from '@farebox/billing/rate-limits'
import { WebhookSecrets } from '@farebox/billing/webhooks'
import { AppError } from '@farebox/errors'
import type { FastifyInstance } from 'fastify'
import { type DestinationStream, destination, pino } from 'pino'
import { buildApp } from './app.ts'
import type { Gateway } from './gateway.ts'
import { KeysLastUsed } from './keys-last-used.ts'
import { Metrics } from './metrics.ts'

export type GatewaySettings = Omit<ProxySettings, 'onFailure'> & {
  logTo?: DestinationStream
  /** What vendors of built-in services are given: `AWS_ACCESS_KEY_ID` and the like. */
  serviceSettings?: Readonly<Record<string, string | undefined>>
  /** Whose `X-Forwarded-For` is believed: our own proxies. Empty: nobody's. */
  trustedProxies?: readonly string[]
}

/** Of one network address: a visitor's page asks once in a quarter of an hour. */
const GUEST_ATTEMPTS_PER_MINUTE = 60
/** Lines are written together: many a write when busy, once a second when not. */
const LOG_BYTES = 16_000
const LOG_FLUSH_MS = 1_000
/** What was written last has this long to reach its client. */
const LAST_BYTES_MS = 2_000

export type OpenGateway = {
  app: FastifyInstance
  gateway: Gateway
  /** Finishes calls under way (those that take longer than `withinMs` are ended), settles all, and closes. */
  close: (withinMs?: number) => Promise<void>
}

export async function openGateway({
  logTo = destination({ sync: false, minLength: LOG_BYTES, periodicFlush: LOG_FLUSH_MS }),
  serviceSettings = {},
  trustedProxies = [],
  ...settings
}: GatewaySettings): Promise<OpenGateway> {
  const logger = pino({ base: null, redact: ['authorization', 'body', 'headers'] }, logTo)
  const onFailure = (cause: unknown, doing: string) => logger.error({ doing, cause: describe(cause) }, 'something failed beside a call')
  const proxy = await openProxy({ ...settings, onFailure })
  const clock = proxy.clock
  const { standInUrl, standInForLive } = settings
  const services = openBuiltInServices({ settings: serviceSettings, standInUrl, standInForLive })
  const gateway: Gateway = {
    proxy,
    services,
    guests: {
      database: proxy.database,
      networkKey: Buffer.from(hkdfSync('sha256', settings.encryptionKey, '', 'farebox guest networks', 32)),
      turns: new Turns(),
      attempts: networkAttempts({ perMinute: GUEST_ATTEMPTS_PER_MINUTE, what: 'visits' }),
    },
    webhooks: {
      database: proxy.database,
      secrets: new WebhookSecrets(settings.encryptionKey),
      reach: { allowsLocalhost: settings.standInForLive },
    },
    keys: new ApiKeyDirectory({ database: proxy.database, clock }),
    lastUsed: new KeysLastUsed(proxy.database, (cause) => onFailure(cause, 'noting when keys were used')),
    limits: new RateLimits(),
    metrics: new Metrics(proxy),
    logger,
    gatewayUrl: settings.gatewayUrl,
    walletUrl: settings.walletUrl,
    isDevelopment: settings.standInForLive,
    stopping: false,
  }
  gateway.lastUsed.start()
  const app = await buildApp(gateway, trustedProxies)
  const close = async (withinMs?: number) => {
    gateway.stopping = true
    const closed = app.close()
    await proxy.finishCalls(withinMs)
    // Connections on which nothing was ever asked are not idle to Node, and would keep the server open.
    const hangUp = setTimeout(() => app.server.closeAllConnections(), LAST_BYTES_MS)
    await closed
    clearTimeout(hangUp)
    await gateway.lastUsed.end()
    await services.end()
    await proxy.end()
    if ('flushSync' in logTo && typeof logTo.flushSync === 'function') logTo.flushSync()
  }
  return { app, gateway, close }
}

/** Names and codes, never data: a database's message may quote a row. */
function describe(cause: unknown): string {
  if (cause instanceof AppError) return `${cause.code} ${cause.internal ?? ''}`.trim()
  if (!(cause instanceof Error)) return String(cause).slice(0, 200)
  return 'code' in cause ? `${cause.name} ${String(cause.code)}` : cause.name
}
