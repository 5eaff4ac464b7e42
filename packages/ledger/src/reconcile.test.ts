// The books prove themselves: right books have no finding, and whatever is broken in them is named.
// Each case breaks one thing behind the ledger's back, as the owner of the tables, in a transaction that is undone afterwards.
import { connectDatabase, type Database } from '@farebox/db'
import { connectAsOwner, type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refundBreaks } from './broken-refunds.ts'
import { assertReconciled, invariants, reconcile } from './reconcile.ts'
import { BOOKED, type Books, rightBooks } from './right-books.ts'

type Break = { number: number; what: string; by: (books: Books) => string; names: (books: Books) => string }
const day = `(now() at time zone 'UTC')::date`

/** Stripe's book as it was read after the one payment whose fee is booked; the changes are what somebody got wrong in it. */
function atStripe(paymentIntent: string, { netCents = 'net', feeCents = 'fee', balanceCents = 'net' } = {}): string {
  const [net, fee] = [BOOKED.paidCents - BOOKED.feeCents, BOOKED.feeCents].map(String)
  const spelled = (cents: string) => cents.replace('net', net ?? '').replace('fee', fee ?? '')
  return `insert into stripe_booking select 'ch_books', 'charge', transaction_id, now() from operation where operation_key = 'stripe-fee:${paymentIntent}';
    insert into stripe_balance_transaction values ('txn_books', 'charge', 'charge', ${BOOKED.paidCents}, ${spelled(feeCents)}, ${spelled(netCents)}, 'usd', 'ch_books', now(), now(), now());
    insert into stripe_mirror values (1, now(), ${spelled(balanceCents)})`
}

const bookBreaks: Break[] = [
  {
    number: 1,
    what: 'a transaction that lost its transfers',
    by: ({ settled }) => `delete from transfer where transaction_id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 1,
    what: 'transfers that lost their transaction',
    by: ({ settled }) => `delete from transaction where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 1,
    what: 'a transfer of another mode than its transaction',
    by: ({ settled }) => `update transfer set mode = 'sandbox' where transaction_id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 2,
    what: 'a lot with a microcent nobody paid',
    by: ({ lotId }) => `update lot set available_microcents = available_microcents + 1 where id = '${lotId}'`,
    names: ({ lotId }) => lotId,
  },
  {
    number: 2,
    what: 'a lot that vanished',
    by: ({ grantLotId }) => `delete from lot where id = '${grantLotId}'`,
    names: ({ grantLotId }) => grantLotId,
  },
  {
    number: 2,
    what: 'a grant pool one microcent short',
    by: ({ world }) => `update account set balance_microcents = balance_microcents - 1 where kind = 'grant_pool' and id = '${world.appId}'`,
    names: ({ world }) => world.appId,
  },
  {
    number: 2,
    what: 'a balance below zero',
    by: ({ lotId }) =>
      `alter table lot drop constraint lot_available_floor; update lot set available_microcents = -1 where id = '${lotId}'`,
    names: ({ lotId }) => lotId,
  },
  {
    number: 3,
    what: 'a lot that holds back more than its holds reserved',
    by: ({ lotId }) =>
      `update lot set available_microcents = available_microcents - 1, held_microcents = held_microcents + 1 where id = '${lotId}'`,
    names: ({ lotId }) => lotId,
  },
  {
    number: 3,
    what: 'an open hold on a lot that is not there',
    by: ({ open }) => `update hold set line_lots[1] = '00000000-0000-7000-8000-00000000dead' where id = '${open}'`,
    names: () => '00000000-0000-7000-8000-00000000dead',
  },
  {
    number: 4,
    what: 'a settled hold without a charge',
    by: ({ settled }) => `delete from charge where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 4,
    what: 'a charge above what was reserved',
    by: ({ settled }) => `update hold set amount_microcents = 1, limit_part_microcents = 1 where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 4,
    what: 'a released hold with a charge',
    by: ({ settled }) => `update hold set state = 'released' where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 4,
    what: 'a resolved hold that is open again',
    by: ({ released }) => `update hold set state = 'open' where id = '${released}'`,
    names: ({ released }) => released,
  },
  {
    number: 5,
    what: 'a paid order that moved nothing',
    by: ({ paymentIntent }) => `delete from operation where operation_key = 'topup:${paymentIntent}'`,
    names: ({ paymentIntent }) => paymentIntent,
  },
  {
    number: 5,
    what: 'money moved for an order that was not paid',
    by: ({ paymentIntent }) => `update "order" set status = 'open' where payment_intent = '${paymentIntent}'`,
    names: ({ paymentIntent }) => paymentIntent,
  },
  {
    number: 5,
    what: 'more credited than was bought',
    by: ({ paymentIntent }) => `update "order" set credit_microcents = credit_microcents - 1 where payment_intent = '${paymentIntent}'`,
    names: ({ paymentIntent }) => paymentIntent,
  },
  {
    number: 6,
    what: 'a markup charged that nobody earned',
    by: ({ settled }) => `update charge set markup_microcents = markup_microcents + 1 where id = '${settled}'`,
    names: ({ world }) => world.organizationId,
  },
  {
    number: 6,
    what: 'a day that forgot what matured of it',
    by: () => `update earnings_day set taken_microcents = taken_microcents - 1 where accrual_day = ${day}`,
    names: ({ world }) => world.organizationId,
  },
  {
    number: 6,
    what: 'more matured than the day had',
    by: () => `update transfer set amount_microcents = amount_microcents + 1 where debit_kind = 'earnings_pending'`,
    names: ({ world }) => world.organizationId,
  },
  {
    number: 7,
    what: 'a charge whose parts are not its transfers',
    by: ({ settled }) => `update charge set cost_microcents = cost_microcents - 1 where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 7,
    what: 'a settlement without a charge',
    by: ({ settled }) => `delete from charge where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 8,
    what: 'a fee marked as booked that was not',
    by: ({ paymentIntent }) => `update "order" set fee_booked_at = now() where payment_intent = '${paymentIntent}'`,
    names: () => 'live',
  },
  {
    number: 8,
    what: 'a payment whose fee is not booked after two days',
    by: ({ paymentIntent }) => `update "order" set paid_at = now() - interval '49 hours' where payment_intent = '${paymentIntent}'`,
    names: () => 'live',
  },
  {
    number: 8,
    what: 'a payout that left for nowhere two days ago',
    by: ({ settled }) =>
      `update transaction set occurred_at = now() - interval '49 hours' where id = '${settled}';
       update transfer set debit_kind = 'payout_clearing', debit_id = '00000000-0000-7000-8000-00000000c1ea' where transaction_id = '${settled}' and n = 1`,
    names: () => '00000000-0000-7000-8000-00000000c1ea',
  },
  {
    number: 9,
    what: 'a payment whose line of Stripe’s book says a cent less',
    by: ({ bookedIntent }) => atStripe(bookedIntent, { netCents: 'net - 1', balanceCents: 'net - 1' }),
    names: () => 'ch_books',
  },
  {
    number: 9,
    what: 'a payment whose fee Stripe says was another',
    by: ({ bookedIntent }) => atStripe(bookedIntent, { feeCents: 'fee + 1' }),
    names: () => 'ch_books',
  },
  {
    number: 9,
    what: 'money at Stripe that no line of its book brought',
    by: ({ bookedIntent }) => `${atStripe(bookedIntent)}; delete from stripe_balance_transaction`,
    names: () => 'ch_books',
  },
  {
    number: 9,
    what: 'a balance at Stripe that is not the sum of its book',
    by: ({ bookedIntent }) => atStripe(bookedIntent, { balanceCents: 'net + 1' }),
    names: () => 'balance',
  },
  {
    number: 10,
    what: 'an open hold nobody swept',
    by: ({ open }) => `update hold set lease_until = now() - interval '61 seconds' where id = '${open}'`,
    names: ({ open }) => open,
  },
  ...['hold', 'charge'].map(
    (table): Break => ({
      number: 11,
      what: `a sandbox ${table} of a live wallet`,
      by: ({ settled }) => `update ${table} set mode = 'sandbox' where id = '${settled}'`,
      names: ({ settled }) => settled,
    }),
  ),
  {
    number: 11,
    what: 'a sandbox connection of a live wallet',
    by: ({ world }) => `update connection set mode = 'sandbox' where id = '${world.connectionId}'`,
    names: ({ world }) => world.connectionId,
  },
  {
    number: 11,
    what: 'a sandbox transfer of a live wallet',
    by: ({ settled }) => `update transfer set mode = 'sandbox' where transaction_id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 12,
    what: 'a call paid from the developer’s earnings',
    by: ({ settled, world }) =>
      `update transfer set debit_kind = 'earnings_available', debit_id = '${world.organizationId}' where transaction_id = '${settled}' and n = 1`,
    names: ({ settled }) => settled,
  },
  {
    number: 12,
    what: 'a lost call that the wallet paid for',
    by: ({ settled }) => `update transaction set kind = 'usage.lost' where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 13,
    what: 'lots and connections of no wallet',
    by: ({ world }) => `delete from wallet where id = '${world.walletId}'`,
    names: ({ lotId }) => lotId,
  },
  {
    number: 13,
    what: 'a hold of no connection',
    by: ({ world }) => `delete from connection where id = '${world.connectionId}'`,
    names: ({ open }) => open,
  },
  {
    number: 13,
    what: 'a charge at a price that is not there',
    by: ({ world }) => `delete from price_version where id = '${world.priceVersionId}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 13,
    what: 'a service’s charge at a price that is not there',
    by: ({ service }) => `delete from service_price where id = (select price_version_id from charge where id = '${service}')`,
    names: ({ service }) => service,
  },
  {
    number: 14,
    what: 'a limit that forgot a microcent',
    by: ({ world }) => `update connection set window_used_microcents = window_used_microcents - 1 where id = '${world.connectionId}'`,
    names: ({ world }) => world.connectionId,
  },
  {
    number: 14,
    what: 'a key’s budget that forgot a microcent',
    by: ({ world }) => `update key_budget set window_used_microcents = window_used_microcents - 1 where api_key_id = '${world.apiKeyId}'`,
    names: ({ world }) => world.apiKeyId,
  },
  {
    number: 14,
    what: 'an end user who spent less than they did',
    by: () => `update end_user_spending set window_used_microcents = 0 where end_user = 'ann'`,
    names: () => 'ann',
  },
  {
    number: 14,
    what: 'a wallet that miscounts its open holds',
    by: ({ world }) => `update wallet set open_holds = open_holds + 1 where id = '${world.walletId}'`,
    names: ({ world }) => world.walletId,
  },
  {
    number: 15,
    what: 'a charge above the accepted markup',
    by: ({ settled }) => `update charge set markup_bps = markup_bps + 1 where id = '${settled}'`,
    names: ({ settled }) => settled,
  },
  {
    number: 16,
    what: 'a provider owed less than its calls cost',
    by: ({ settled }) =>
      `update transfer set credit_kind = 'margin' where transaction_id = '${settled}' and credit_kind = 'provider_payable' and n = 1`,
    names: () => 'live',
  },
  {
    number: 17,
    what: 'an own service that earns from a grant',
    by: ({ grantLotId, service }) =>
      `update transfer set debit_id = '${grantLotId}' where transaction_id = '${service}' and credit_kind = 'earnings_pending'`,
    names: ({ service }) => service,
  },
  {
    number: 17,
    what: 'an own service that earns from its own people',
    by: ({ service }) => `update hold set service_earns = false where id = '${service}'`,
    names: ({ service }) => service,
  },
  {
    number: 17,
    what: 'more gone back of own services than they took',
    by: ({ world }) => `insert into service_return (mode, organization_id, taken_microcents) values ('live', '${world.organizationId}', 1)`,
    names: ({ world }) => world.organizationId,
  },
  {
    number: 19,
    what: 'money frozen for no dispute',
    by: () => `insert into account values ('live', 'dispute_hold', '00000000-0000-7000-8000-00000000d15b', 1)`,
    names: () => '00000000-0000-7000-8000-00000000d15b',
  },
  {
    number: 19,
    what: 'a lost dispute that somebody bears twice',
    by: () => `insert into dispute (id, kind, mode, stripe_id, order_id, payment_intent, amount_cents, status, reason, phase, opened_at, closed_at, loss_microcents)
      values ('00000000-0000-7000-8000-00000000d15c', 'dispute', 'live', 'dp_1', gen_random_uuid(), 'pi_1', 1, 'lost', 'general', 'lost', now(), now(), 1)`,
    names: () => '00000000-0000-7000-8000-00000000d15c',
  },
  {
    number: 20,
    what: 'earnings held for nobody’s reason',
    by: ({ world }) => `insert into account values ('live', 'earnings_held', '${world.organizationId}', 1)`,
    names: ({ world }) => world.organizationId,
  },
]

const breaks = [...bookBreaks, ...refundBreaks].sort((first, second) => first.number - second.number)

const behindTheLedgersBack = 'set local session_replication_role = replica'

let fresh: FreshDatabase
let database: Database
let books: Books
let owner: Awaited<ReturnType<typeof connectAsOwner>>
beforeAll(async () => {
  fresh = await freshDatabase()
  database = connectDatabase(fresh.url, { connectionsMax: 3 })
  books = await rightBooks(database, fresh.url)
  owner = await connectAsOwner(fresh.url)
})
afterAll(async () => {
  await owner.end()
  await database.$disconnect()
  await fresh.drop()
})

describe('reconcile', () => {
  it('finds nothing in right books, and asks every invariant', async () => {
    const findings = await reconcile(database)
    expect(findings.filter((finding) => finding.breaks.length > 0)).toEqual([])
    expect(findings.map((finding) => finding.number)).toEqual(invariants.map((invariant) => invariant.number))
  })

  for (const { number, what, by, names } of breaks) {
    it(`finds ${what} (invariant ${number})`, async () => {
      const invariant = invariants.find((each) => each.number === number)
      await owner.query(`begin; ${behindTheLedgersBack}; ${by(books)}`)
      try {
        const { rows } = await owner.query(String(invariant?.breaksQuery))
        expect(JSON.stringify(rows)).toContain(names(books))
      } finally {
        await owner.query('rollback')
      }
    })
  }

  // Last: what it breaks stays broken.
  it('says which invariant broke and where, and is tested on every one', async () => {
    expect([...new Set(breaks.map((each) => each.number))]).toEqual(invariants.map((invariant) => invariant.number))
    const { lotId } = books
    const steal = `update lot set available_microcents = available_microcents + 1 where id = '${lotId}'`
    await owner.query(`begin; ${behindTheLedgersBack}; ${steal}; commit`)
    await expect(assertReconciled(database)).rejects.toThrow(new RegExp(`2\\. .*${lotId}`))
  })
})
