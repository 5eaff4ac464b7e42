// Our own side of Stripe, by its API as anybody with our key could call it: payouts to our own bank, and transfers taken back.
import { SECRET_KEY } from './secret-key.ts'
import type { SoakWorld } from './soak-world.ts'

/** Somebody pays all we have out to our bank. What is answered cancels it. */
export async function takeEverythingAway(world: SoakWorld): Promise<() => Promise<void>> {
  const { availableCents } = await world.till.stripe.moneyOut.balance()
  const { id } = await atStripe(world, '/v1/payouts', { amount: String(availableCents), currency: 'usd' })
  return async () => {
    await atStripe(world, `/v1/payouts/${id}/cancel`, {})
  }
}

/** False where the account has not that much left. */
export async function takeBack(world: SoakWorld, transferId: string, amountCents: number | undefined): Promise<boolean> {
  const parameters: Record<string, string> = amountCents === undefined ? {} : { amount: String(amountCents) }
  try {
    await atStripe(world, `/v1/transfers/${transferId}/reversals`, parameters)
    return true
  } catch {
    return false
  }
}

async function atStripe({ stripe }: SoakWorld, path: string, parameters: Record<string, string>): Promise<{ id: string }> {
  const answer = await fetch(`${stripe.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters),
  })
  const object: { id: string } = await answer.json()
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(object)}`)
  return object
}
