// Money out of the demo world: both organizations connected Stripe three weeks ago, and yesterday's run made the first payout of Pixel
// Pals, which waits for an operator's review; Lingo Loft reaches the least amount within a week. Everything by the use cases that people and the worker use, with the clock of their day.
import { matureEarnings } from '../../packages/billing/src/earnings/mature-earnings.ts'
import { openMailer } from '../../packages/billing/src/mails/index.ts'
import { followPayments } from '../../packages/billing/src/payments/follow-payments.ts'
import { beginOnboarding } from '../../packages/billing/src/payout-accounts/begin-onboarding.ts'
import { refreshPayoutAccount } from '../../packages/billing/src/payout-accounts/refresh-payout-account.ts'
import { runPayouts } from '../../packages/billing/src/payouts/run-payouts.ts'
import { connectDatabase, type Database } from '../../packages/db/src/index.ts'
import { assert } from '../../packages/errors/src/index.ts'
import type { Environment } from '../../scripts/start/settings.ts'
import type { FoundedApp } from './organizations.ts'
import type { Till } from './till.ts'

const DAY_MS = 24 * 3_600_000
const CONNECTED_DAYS_AGO = 21

type PayoutsPast = { databaseUrl: string; environment: Environment; founded: Record<'pixelPal' | 'lingo', FoundedApp>; now: Date }

export async function leavePayoutWaiting(till: Till, { databaseUrl, environment, founded, now }: PayoutsPast): Promise<void> {
  if ((await till.database.payout.count()) > 0) return
  const connectedAt = new Date(now.getTime() - CONNECTED_DAYS_AGO * DAY_MS)
  for (const app of Object.values(founded)) await connectStripe(till, app, connectedAt)
  // So that the demo shows both of the two who must agree, though it pays out little.
  const value = { minimumCents: 1_000, twoOperatorsFromCents: 1_500 }
  await till.database.setting.upsert({ where: { name: 'payouts' }, create: { name: 'payouts', value }, update: {} })
  const yesterday = new Date(now.getTime() - DAY_MS)
  const database = connectDatabase(databaseUrl, { clockOffset: '-1 day' })
  const mailer = openMailer({ smtpUrl: environment.SMTP_URL ?? '', from: environment.MAIL_FROM ?? '' })
  try {
    // What Stripe kept of each payment is booked first: a run stops where the books differ from Stripe's.
    await followPayments(till, now)
    await matureEarnings(database, yesterday)
    const { outcome, reason } = await runPayouts({ database, stripe: till.stripe, mailer }, yesterday)
    assert(outcome === 'finished', `yesterday's payout run finishes, not: ${reason}`)
  } finally {
    mailer.close()
    await database.$disconnect()
  }
  await matureEarnings(till.database, now)
}

/** As the owner does: begins, fills in Stripe's pages, and comes back. */
async function connectStripe({ database, stripe, standInUrl }: Till, { organizationId, ownerId }: FoundedApp, now: Date): Promise<void> {
  const desk = { database, moneyOut: stripe.moneyOut }
  const { email } = await database.user.findUniqueOrThrow({ where: { id: ownerId } })
  const returns = { returnUrl: standInUrl, refreshUrl: standInUrl }
  await beginOnboarding(desk, { organizationId, userId: ownerId, email, country: 'US', ...returns, now })
  const { stripeAccountId } = await accountOf(database, organizationId)
  const filledIn = await fetch(`${standInUrl}/control/accounts/${stripeAccountId}/onboard`, { method: 'POST' })
  assert(filledIn.ok, `the stand-in's onboarding page takes the answers, not ${filledIn.status}`)
  const account = await refreshPayoutAccount(desk, organizationId, now)
  assert(account?.transfersStatus === 'active', `the demo's account is ready, not ${account?.transfersStatus}`)
}

const accountOf = (database: Database, organizationId: string) => database.payoutAccount.findUniqueOrThrow({ where: { organizationId } })
