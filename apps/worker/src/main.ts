// The worker: what happens by the clock and what waits in queues. Any number may run; every job is safe to run twice.
import { once } from 'node:events'
import { openClock, setStandInClock } from '@farebox/billing/clock'
import {
  alertMetrics,
  assertDoors,
  clockJobs,
  connectDatabase,
  Holds,
  type JobDesk,
  openMailer,
  openStripe,
  queueHandlers,
  WebhookSecrets,
  workQueues,
} from '@farebox/billing/jobs'
import { pino } from 'pino'
import { type Trouble, watchTrouble } from './alert.ts'
import { type Env, readEnv } from './env.ts'
import { healthServer } from './health.ts'
import { runClock } from './run-clock.ts'

async function main(): Promise<void> {
  const env = settings()
  const log = pino({ name: 'worker', base: null })
  const trouble = watchTrouble(log, () => desk)
  const desk: JobDesk = openDesk(env, trouble)
  await assertDoors(desk.database)

  const time = openClock(desk.database, env.FAREBOX_ENV)
  // A stand-in that was begun anew does not know yet how far time was moved.
  if (env.STRIPE_API_BASE && time.isMovable) {
    await setStandInClock(env.STRIPE_API_BASE, await time.offsetSeconds()).catch((cause: unknown) =>
      trouble.happened('clock of the stand-in', cause),
    )
  }

  const queues = await workQueues(env.DATABASE_URL, queueHandlers(desk, time.now), {
    onFailure: ({ queue, cause }) => trouble.happened(queue ?? 'queues', cause),
  })
  const clock = runClock(clockJobs, { desk, time }, ({ job, tookMs, did, failure }) => {
    if (failure !== undefined) return trouble.jobFailed(job, failure)
    trouble.jobDone(job)
    if (did) log.info({ job, tookMs, did })
  })
  const health = healthServer(clock.last, () => alertMetrics(desk.database)).listen(env.PORT, env.HOST)
  await once(health, 'listening')
  log.info({ address: health.address() }, 'ready')

  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  log.info('stopping: finishing what is under way')
  health.close()
  await Promise.all([clock.stop(), queues.stop()])
  desk.mailer.close()
  await desk.holds.end()
  await desk.database.$disconnect()
  process.exit(0)
}

/** Wrong settings stop the worker here, with one message. */
function settings(): Env {
  try {
    return readEnv()
  } catch (failure) {
    console.error(failure instanceof Error ? failure.message : failure)
    process.exit(1)
  }
}

function openDesk(env: Env, trouble: Trouble): JobDesk {
  return {
    database: connectDatabase(env.DATABASE_URL),
    holds: new Holds(env.DATABASE_URL, { lanesMax: 1, onRetry: (cause) => trouble.happened('holds', cause) }),
    stripe: openStripe({ secretKey: env.STRIPE_SECRET_KEY, apiBase: env.STRIPE_API_BASE }),
    mailer: openMailer({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }),
    walletUrl: env.WALLET_URL,
    dashboardUrl: env.DASHBOARD_URL,
    mailLinkSecret: env.MAIL_LINK_SECRET,
    webhooks: { secrets: new WebhookSecrets(env.ENCRYPTION_KEY), reach: { allowsLocalhost: env.FAREBOX_ENV !== 'production' } },
    consoleUrl: env.CONSOLE_URL,
    alertWebhookUrl: env.ALERT_WEBHOOK_URL,
  }
}

await main()
