// A person saves a card and agrees to automatic top-ups, in the very words they were shown.
import { previewAutoTopup, turnOnAutoTopup as turnOn } from '../../packages/billing/src/auto-topups/turn-auto-topup.ts'
import { customerOf } from '../../packages/billing/src/cards/customer-of.ts'
import { type Database, newId, publicId } from '../../packages/db/src/index.ts'
import { microcents } from '../../packages/money/src/index.ts'
import { patiently } from './patiently.ts'
import type { Person } from './people.ts'
import type { StripeSoak } from './stripe-soak-world.ts'

export async function turnOnAutoTopup({ world, till }: StripeSoak, { walletId, userId, email }: Person, card: string): Promise<boolean> {
  const { database, stripe } = world
  const now = world.now()
  const cardId = publicId('card', (await keptCard(database, walletId)) ?? (await saveCard()))
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  const wanted = { packageName: 'starter' }
  const asked = { wanted, threshold: microcents(200_000_000n), monthMax: microcents(50_000_000_000n), cardId }
  try {
    const { sentence } = await previewAutoTopup(database, { wallet, asked, now })
    await turnOn(database, { wallet, asked, now, agreed: sentence, userId, address: '127.0.0.1' })
    return true
  } catch {
    return false
  }

  async function saveCard(): Promise<string> {
    const customerId = await patiently(() => customerOf({ database, stripe: till.stripe }, { walletId, email, now }))
    const { id: paymentMethodId, card: saved } = stripe.payments.saveCard(customerId, card)
    const id = newId()
    await database.savedCard.create({
      data: {
        ...{ id, walletId, customerId, paymentMethodId, fingerprint: saved?.fingerprint ?? null, brand: saved?.brand ?? '' },
        ...{ lastFour: saved?.last4 ?? '', country: saved?.country ?? null, expMonth: 12, expYear: 2034, savedAt: now },
      },
    })
    return id
  }
}

const keptCard = async (database: Database, walletId: string) =>
  (await database.savedCard.findFirst({ where: { walletId, removedAt: null }, select: { id: true } }))?.id
