// What may be told to the Connect side over `/control`: the same as by program.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { bankAccountOf } from './connect/bank-accounts.ts'
import { connectHand } from './connect/connect-hand.ts'
import { accountShown } from './connect/recipient.ts'
import { logAfter } from './log.ts'
import type { StripeWorld } from './stripe-world.ts'

const byId = z.object({ id: z.string() })
const cents = z.int().min(-100_000_000).max(100_000_000)
const onboardBody = z
  .strictObject({
    givenName: z.string(),
    familyName: z.string(),
    country: z.string().length(2),
    routingNumber: z.string(),
    accountNumber: z.string(),
    isVerifiedLater: z.boolean(),
  })
  .partial()
const bankBody = z.strictObject({ accountNumber: z.string().regex(/^\d{4,17}$/) })
const requirementBody = z.strictObject({ description: z.string().min(1), deadlineInSeconds: z.int().min(0).optional() })
const scheduleBody = z.strictObject({ payouts: z.enum(['daily', 'manual']) })
const payoutBody = z.strictObject({ amountCents: cents.min(1).optional() })
const outcomeBody = z.strictObject({ outcome: z.enum(['paid', 'failed']), code: z.string().optional() })
const balanceBody = z.strictObject({ amountCents: cents, account: z.string().nullable().default(null) })
const feeBody = z.strictObject({ feeCents: cents.min(1), description: z.string().default('Connect (active accounts)') })
const logQuery = z.object({ after: z.coerce.number().int().min(0).default(0), kind: z.string().optional() })

export function addConnectControls(controls: FastifyInstance, world: StripeWorld): void {
  const hand = connectHand(world)
  addRecipientControls(controls, world, hand)
  controls.post('/control/accounts/:id/payouts', ({ params, body }) =>
    hand.payOut(byId.parse(params).id, payoutBody.parse(body ?? {}).amountCents),
  )
  controls.post('/control/payouts/:id', ({ params, body }) => {
    const { outcome, code } = outcomeBody.parse(body)
    return hand.endPayout(byId.parse(params).id, outcome, code)
  })
  controls.get('/control/payouts', () => ({
    payouts: [...world.store.tables.payouts.values()].map((payout) => ({
      ...payout,
      account: world.store.tables.owners.get(payout.id) ?? null,
    })),
  }))
  controls.get('/control/transfers', () => ({ transfers: [...world.store.tables.transfers.values()] }))
  controls.post('/control/balance', ({ body }) => {
    const { amountCents, account } = balanceBody.parse(body)
    hand.addBalance(amountCents, account)
    return { added: amountCents }
  })
  controls.post('/control/fees', ({ body }) => {
    const { feeCents, description } = feeBody.parse(body)
    return hand.chargeFee(feeCents, description)
  })
  controls.get('/control/log', ({ query }) => {
    const { after, kind } = logQuery.parse(query)
    return { entries: logAfter(world.store, after).filter((entry) => kind === undefined || entry.kind === kind) }
  })
}

function addRecipientControls(controls: FastifyInstance, world: StripeWorld, hand: ReturnType<typeof connectHand>): void {
  const shown = (id: string) => {
    const stored = world.store.tables.accounts.get(id)
    return (
      stored && { ...accountShown(stored, world.store.nowSeconds()), payouts: stored.payouts, bank: bankAccountOf(id, world.store) ?? null }
    )
  }
  const deed = (name: string, act: (id: string, body: unknown) => void) =>
    controls.post(`/control/accounts/:id/${name}`, ({ params, body }) => {
      const { id } = byId.parse(params)
      act(id, body ?? {})
      return shown(id)
    })
  controls.get('/control/accounts', () => ({ accounts: [...world.store.tables.accounts.keys()].map(shown) }))
  deed('onboard', (id, body) => hand.onboard(id, onboardBody.parse(body)))
  deed('restrict', (id) => hand.restrict(id))
  deed('reject', (id) => hand.reject(id))
  deed('clear', (id) => hand.clear(id))
  deed('bank-account', (id, body) => hand.changeBank(id, bankBody.parse(body).accountNumber))
  deed('requirements', (id, body) => {
    const { description, deadlineInSeconds } = requirementBody.parse(body)
    hand.askFor(id, description, deadlineInSeconds)
  })
  deed('schedule', (id, body) => hand.schedule(id, scheduleBody.parse(body).payouts))
}
