// What a start ends with: where everything is, who can sign in, and a call that works as printed.
import { elapsedSeconds } from './progress.ts'
import type { Running } from './running-file.ts'

export function summary({ gateway, mailbox, stripe, models, demo, ...web }: Running): string {
  return `
Farebox is running (${elapsedSeconds().toFixed(1)} s). Ctrl-C stops everything.

  Dashboard   ${web.dashboard}   developers: apps, markup, keys, earnings, payouts
  Wallet      ${web.wallet}   users: balance, top-ups, charges
  Console     ${web.console}   operators: payouts, reconciliation, corrections
  Gateway     ${gateway}   the API (${gateway}/docs)
  Mailbox     ${mailbox}   every mail that was sent
  Stand-ins   Stripe ${stripe}, models ${models}

  Sign in with one click, or by mail:
    dev@farebox.test     developer of Pixel Pals
    rider@farebox.test   user, known to Pixel Pals as ${demo.externalUserId}
    ada@farebox.test     operator: finance. A payout waits for her review
    grace@farebox.test   operator: admin. Nobody approves what they proposed

  Time: npm run demo -- --days 7 moves Farebox and the Stripe stand-in a week ahead.

  A paid call:

curl -i ${gateway}/v1/users/${demo.externalUserId}/chat/completions \\
  -H 'authorization: Bearer ${demo.apiKey}' \\
  -H 'content-type: application/json' \\
  -d '{"model": "${demo.model}", "messages": [{"role": "user", "content": "Say hello to Farebox."}]}'
`
}
