// Starts the gateway, and stops it so that no call is lost: nothing new is taken, streams end, everything is settled.
import { createServer } from 'node:http'
import { readGatewaySettings } from './env.ts'
import { openGateway } from './open-gateway.ts'

const settings = readGatewaySettings()
const { app, gateway, close } = await openGateway({
  databaseUrl: settings.DATABASE_URL,
  gatewayUrl: settings.GATEWAY_URL,
  walletUrl: settings.WALLET_URL,
  dashboardUrl: settings.DASHBOARD_URL,
  encryptionKey: settings.ENCRYPTION_KEY,
  providers: settings.providers,
  trustedProxies: settings.TRUSTED_PROXIES,
  serviceSettings: settings.serviceSettings,
  standInUrl: settings.MODELS_STAND_IN_URL,
  standInForLive: settings.FAREBOX_ENV !== 'production',
})
const { logger, metrics } = gateway

const metricsServer = createServer((_request, response) => {
  metrics.registry.metrics().then(
    (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
    () => response.writeHead(500).end(),
  )
})
metricsServer.listen(settings.METRICS_PORT, settings.HOST)
await app.listen({ port: settings.PORT, host: settings.HOST })
logger.info({ port: settings.PORT, metrics_address: metricsServer.address() }, 'gateway listens')

async function stop(): Promise<void> {
  if (gateway.stopping) return
  logger.info('gateway stops: calls under way are finished first')
  metricsServer.close()
  await close()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
