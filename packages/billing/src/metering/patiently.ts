// Asks again while somebody else has the wallet locked: for at most two seconds, as a hold does.
import { AppError } from '@farebox/errors'
import type { HoldAnswer } from '@farebox/ledger/holds'

const PATIENCE_MS = 2_000
const PAUSE_MS = 20

export async function patiently(ask: () => Promise<HoldAnswer>): Promise<HoldAnswer> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask()
    if (answer.outcome !== 'busy') return answer
    if (Date.now() > giveUpAt) throw new AppError('busy', { internal: `the wallet of hold ${answer.holdId} stayed locked` })
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
