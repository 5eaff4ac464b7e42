// A gateway on a free port for a test file: real PostgreSQL, the real models stand-in, real HTTP.
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type LedgerDatabase, ledgerDatabase, storePrices } from '@farebox/billing/testing'
import { type ModelsStandIn, startModelsStandIn } from '@farebox/stand-ins'
import { type GatewaySettings, type OpenGateway, openGateway } from '../open-gateway.ts'

export type TestGateway = OpenGateway & {
  url: string
  database: LedgerDatabase['database']
  databaseUrl: string
  standIn: ModelsStandIn
  /** Everything the gateway logged. */
  logged: () => string
  settings: GatewaySettings
  stop: () => Promise<void>
}

export async function startGateway(changes: Partial<GatewaySettings> = {}): Promise<TestGateway> {
  const [ledger, standIn] = await Promise.all([ledgerDatabase(), startModelsStandIn()])
  await storePrices(ledger.database)
  const lines: string[] = []
  const settings: GatewaySettings = {
    databaseUrl: ledger.url,
    gatewayUrl: 'http://api.localhost',
    walletUrl: 'http://wallet.localhost',
    dashboardUrl: 'http://dashboard.localhost',
    encryptionKey: randomBytes(32),
    providers: {},
    standInUrl: standIn.url,
    standInForLive: true,
    logTo: { write: (line) => void lines.push(line) },
    ...changes,
  }
  const open = await openGateway(settings)
  await open.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = open.app.server.address() as AddressInfo
  let closed = false
  const close = async (withinMs?: number) => {
    if (closed) return
    closed = true
    await open.close(withinMs)
  }
  return {
    ...open,
    close,
    url: `http://127.0.0.1:${port}`,
    database: ledger.database,
    databaseUrl: ledger.url,
    standIn,
    logged: () => lines.join(''),
    settings,
    async stop() {
      await close(1_000)
      await standIn.stop()
      await ledger.close()
    },
  }
}

/** Waits until something is so, or says what it waited for. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, withinMs = 10_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
