// A worker of its own process, made to be killed: starts the day's run, or sends what is approved, and never gets to its end.
//   node doomed-worker.ts run|send <database> <Stripe's address> <SMTP address> <now>
import { openMailer } from '../../packages/billing/src/mails/index.ts'
import { runPayouts } from '../../packages/billing/src/payouts/run-payouts.ts'
import { sendApprovedPayouts } from '../../packages/billing/src/payouts/send-approved-payouts.ts'
import { openStripe } from '../../packages/billing/src/stripe/open-stripe.ts'
import { connectDatabase } from '../../packages/db/src/index.ts'
import { SECRET_KEY } from './secret-key.ts'

const [work, url = '', apiBase, smtpUrl = '', now = ''] = process.argv.slice(2)
const till = { database: connectDatabase(url), stripe: openStripe({ secretKey: SECRET_KEY, apiBase }) }
if (work === 'run') await runPayouts({ ...till, mailer: openMailer({ smtpUrl, from: 'Farebox <hello@farebox.test>' }) }, new Date(now))
else await sendApprovedPayouts(till, new Date(now))
process.exit(0)
