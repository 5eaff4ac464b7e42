// Tells the operators: a row that counts, a mail to each of them, and the alert address where one is set. One subject is told at most
// once every quarter of an hour, whoever raises it and in however many processes; every time is counted.
import { type Database, newId } from '@farebox/db'
import { type Mailer, mails } from '../mails/index.ts'
import { type AlertKind, alertKinds, runbookAnchor } from './alert-kinds.ts'

export type AlertDesk = {
  database: Database
  mailer: Mailer
  /** Told of every alert, as JSON. */
  alertWebhookUrl?: string | undefined
  consoleUrl?: string | undefined
}

export type Alert = {
  kind: AlertKind
  /** What it is about: a job's name, a payout, a break. */
  subject: string
  /** What happened, in sentences. No personal data: it leaves by mail. */
  explanation: string
  now: Date
}

const REPEAT_MS = 15 * 60_000
const WAIT_MS = 5_000
const EXPLANATION_MAX = 4_000

/** True where the operators were told now. A mail or an address that fails does not stop the others; the row stays. */
export async function raiseAlert(desk: AlertDesk, alert: Alert): Promise<boolean> {
  const explanation = alert.explanation.slice(0, EXPLANATION_MAX)
  const isTold = await countAlert(desk.database, { ...alert, explanation })
  if (!isTold) return false
  await Promise.allSettled([mailOperators(desk, { ...alert, explanation }), callAddress(desk, { ...alert, explanation })])
  return true
}

/** Counts, and claims the telling: of many at once, one is told it may. */
async function countAlert(database: Database, { kind, subject, explanation, now }: Alert): Promise<boolean> {
  const id = newId(now.getTime())
  const before = new Date(now.getTime() - REPEAT_MS)
  const [first] = await database.$queryRaw<{ id: string }[]>`
    insert into alert (id, kind, subject, explanation, times, first_at, last_at, told_at)
    values (${id}::uuid, ${kind}, ${subject}, ${explanation}, 1, ${now}, ${now}, ${now})
    on conflict (kind, subject) do nothing returning id::text`
  if (first) return true
  const [claimed] = await database.$queryRaw<{ id: string }[]>`
    update alert set times = times + 1, last_at = ${now}, explanation = ${explanation}, told_at = ${now}
     where kind = ${kind} and subject = ${subject} and told_at <= ${before} returning id::text`
  if (claimed) return true
  await database.$executeRaw`update alert set times = times + 1, last_at = greatest(last_at, ${now}) where kind = ${kind} and subject = ${subject}`
  return false
}

async function mailOperators({ database, mailer, consoleUrl }: AlertDesk, { kind, subject, explanation, now }: Alert): Promise<void> {
  const operators = await database.operator.findMany({ where: { leftAt: null }, select: { email: true } })
  const mail = mails.operatorAlert({
    says: alertKinds[kind],
    subject,
    explanation,
    runbook: runbookAnchor(kind),
    at: now,
    ...(consoleUrl && { url: `${consoleUrl}/alerts` }),
  })
  await Promise.allSettled(operators.map(({ email }) => mailer.send(email, mail)))
}

async function callAddress({ alertWebhookUrl, consoleUrl }: AlertDesk, { kind, subject, explanation, now }: Alert): Promise<void> {
  if (!alertWebhookUrl) return
  const body = {
    kind,
    subject,
    says: alertKinds[kind],
    explanation,
    at: now.toISOString(),
    runbook: runbookAnchor(kind),
    console: consoleUrl,
  }
  await fetch(alertWebhookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(WAIT_MS),
  })
}
