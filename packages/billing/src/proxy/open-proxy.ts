// Opens the metered proxy: its database, caches, providers and heartbeat. Settings are arguments; nothing here reads the environment.
import { hkdfSync } from 'node:crypto'
import { connectDatabase, type Database } from '@farebox/db'
import { assertDoors } from '@farebox/ledger'
import { Holds } from '@farebox/ledger/holds'
import { openClock } from '../development-clock/clock.ts'
import { KeptReplies } from '../idempotency/kept-replies.ts'
import { Heartbeat, type HeartbeatSettings, heartbeatDefaults } from '../metering/heartbeat.ts'
import { PendingSettlements } from '../metering/pending-settlements.ts'
import { Answers } from './answers.ts'
import { Apps } from './app-facts.ts'
import { type ProviderSettings, Providers } from './choose-provider.ts'
import { Payers } from './payers.ts'
import { PricesInForce } from './prices-in-force.ts'
import type { ProviderTimeouts } from './provider-connection.ts'
import { RefusedCalls } from './refused-calls.ts'
import { RegisteredOrigins } from './registered-origins.ts'
import { reportProviders } from './report-providers.ts'
import { type WalletLinks, walletLinks } from './wallet-links.ts'

export type ProxySettings = ProviderSettings & {
  databaseUrl: string
  gatewayUrl: string
  walletUrl: string
  dashboardUrl: string
  /** 32 bytes: answers at rest, and the aliases of payers at providers, are derived from it. */
  encryptionKey: Buffer
  /** Told of what went wrong beside a call. Never a prompt, an answer or a secret. */
  onFailure: (cause: unknown, doing: string) => void
  timeouts?: Partial<ProviderTimeouts>
  heartbeat?: Partial<HeartbeatSettings>
  clock?: () => Date
}

const timeoutDefaults: ProviderTimeouts = { connectMs: 10_000, firstByteMs: 120_000, idleMs: 60_000 }
/** Time that streams are given to end by themselves when the process stops. */
const FINISH_MS = 25_000

export type MeteringProxy = {
  database: Database
  holds: Holds
  payers: Payers
  prices: PricesInForce
  providers: Providers
  apps: Apps
  origins: RegisteredOrigins
  answers: Answers
  keptReplies: KeptReplies
  heartbeat: Heartbeat
  settlements: PendingSettlements
  refusedCalls: RefusedCalls
  links: WalletLinks
  docsUrl: string
  payerAliasKey: Buffer
  clock: () => Date
  /** Whether the database answers. */
  isReady: () => Promise<boolean>
  /** Lets calls under way end, ends those that do not, and settles all of them. */
  finishCalls: (withinMs?: number) => Promise<void>
  end: () => Promise<void>
}

export async function openProxy(settings: ProxySettings): Promise<MeteringProxy> {
  const { databaseUrl, onFailure, encryptionKey } = settings
  const failureOf = (doing: string) => (cause: unknown) => onFailure(cause, doing)
  const database = connectDatabase(databaseUrl)
  await assertDoors(database)
  const clock = settings.clock ?? openClock(database, settings.standInForLive ? 'development' : 'production').recentNow
  const holds = new Holds(databaseUrl, { onRetry: failureOf('settling') })
  const links = walletLinks(settings)
  const prices = new PricesInForce(database, failureOf('reading prices'))
  const providers = new Providers(settings, { ...timeoutDefaults, ...settings.timeouts })
  const heartbeat = new Heartbeat(
    (beats) => holds.renew(beats),
    { ...heartbeatDefaults, ...settings.heartbeat },
    failureOf('renewing holds'),
  )
  const settlements = new PendingSettlements(failureOf('settling'))
  const refusedCalls = new RefusedCalls(database, failureOf('keeping refused calls'))
  await reportProviders(database, settings, clock()).catch(failureOf('reporting providers'))
  await prices.start()
  heartbeat.start()
  refusedCalls.start()

  const finishCalls = async (withinMs = FINISH_MS) => {
    const stop = setTimeout(() => heartbeat.stopAll('server_stopping'), withinMs)
    while (heartbeat.size > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    clearTimeout(stop)
    await settlements.drained()
  }
  return {
    database,
    holds,
    payers: new Payers(database, links),
    prices,
    providers,
    apps: new Apps(database),
    origins: new RegisteredOrigins(database, settings.standInForLive === true),
    answers: new Answers(database, encryptionKey),
    keptReplies: new KeptReplies(database, encryptionKey),
    heartbeat,
    settlements,
    refusedCalls,
    links,
    docsUrl: `${settings.gatewayUrl}/docs/errors`,
    payerAliasKey: Buffer.from(hkdfSync('sha256', encryptionKey, '', 'farebox payer aliases', 32)),
    clock,
    isReady: () =>
      database.$queryRaw`select 1`.then(
        () => true,
        () => false,
      ),
    finishCalls,
    async end() {
      prices.end()
      await settlements.drained()
      heartbeat.end()
      await refusedCalls.end()
      await providers.end()
      await holds.end()
      await database.$disconnect()
    },
  }
}
