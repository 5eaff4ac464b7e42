// What a start ends with: where everything is, who can sign in, and a call that works as printed.
import { elapsedSeconds } from './progress.ts'
import type { Running } from './running-file.ts'

export function summary({ gateway, dashboard, wallet, mailbox, stripe, models, demo }: Running): string {
  return `
Farebox is running (${elapsedSeconds().toFixed(1)} s). Ctrl-C stops everything.

  Dashboard   ${dashboard}   developers: apps, markup, keys, earnings
  Wallet      ${wallet}   users: balance, top-ups, charges
  Gateway     ${gateway}   the API (${gateway}/docs)
  Mailbox     ${mailbox}   every mail that was sent
  Stand-ins   Stripe ${stripe}, models ${models}

  Sign in with one click, or by mail:
    dev@farebox.test     developer of Pixel Pals
    rider@farebox.test   user, known to Pixel Pals as ${demo.externalUserId}

  A paid call:

curl -i ${gateway}/v1/users/${demo.externalUserId}/chat/completions \\
  -H 'authorization: Bearer ${demo.apiKey}' \\
  -H 'content-type: application/json' \\
  -d '{"model": "${demo.model}", "messages": [{"role": "user", "content": "Say hello to Farebox."}]}'
`
}
