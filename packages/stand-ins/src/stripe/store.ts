// Everything this Stripe remembers: in memory, and in one JSON file when a path is given, so that it survives a restart.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Stripe } from 'stripe'
import type { StoredAccount } from './connect/recipient.ts'
import type { Delivery, StoredEvent, StoredThinEvent } from './events/event-types.ts'
import type { SavedReply } from './idempotency.ts'
import type { LogEntry } from './log.ts'
import type { StoredPaymentMethod } from './payments/payment-methods.ts'
import type { StoredAccountLink } from './resources/account-links.ts'

/** What a payment intent will be made with, once its session is paid. */
export type PaymentIntentData = {
  description?: string | undefined
  receipt_email?: string | undefined
  setup_future_usage?: 'off_session' | 'on_session' | undefined
  statement_descriptor_suffix?: string | undefined
  transfer_group?: string | undefined
  metadata?: Record<string, string> | undefined
}

const tables = () => ({
  sessions: new Map<string, Stripe.Checkout.Session>(),
  lineItems: new Map<string, Stripe.LineItem[]>(),
  paymentIntentData: new Map<string, PaymentIntentData>(),
  paymentIntents: new Map<string, Stripe.PaymentIntent>(),
  charges: new Map<string, Stripe.Charge>(),
  balanceTransactions: new Map<string, Stripe.BalanceTransaction>(),
  customers: new Map<string, Stripe.Customer>(),
  paymentMethods: new Map<string, StoredPaymentMethod>(),
  accounts: new Map<string, StoredAccount>(),
  accountLinks: new Map<string, StoredAccountLink>(),
  bankAccounts: new Map<string, Stripe.BankAccount>(),
  transfers: new Map<string, Stripe.Transfer>(),
  reversals: new Map<string, Stripe.TransferReversal>(),
  payouts: new Map<string, Stripe.Payout>(),
  refunds: new Map<string, Stripe.Refund>(),
  disputes: new Map<string, Stripe.Dispute>(),
  fraudWarnings: new Map<string, Stripe.Radar.EarlyFraudWarning>(),
  /** By which automatic payout a line of a balance went to the bank. */
  carriedBy: new Map<string, string>(),
  /** The connected account an object belongs to. Not listed: the platform's. */
  owners: new Map<string, string>(),
  events: new Map<string, StoredEvent>(),
  thinEvents: new Map<string, StoredThinEvent>(),
  deliveries: new Map<string, Delivery[]>(),
  savedReplies: new Map<string, SavedReply>(),
  log: new Map<string, LogEntry>(),
})

type Tables = ReturnType<typeof tables>
const saveAfterMs = 100

export class Store {
  tables: Tables = tables()
  /** Added to the real time: how tests and the demo move the days. */
  clockOffsetSeconds = 0
  /** Until when the clock's own work (automatic payouts, deadlines) is done. */
  clockDoneSeconds: number
  #file: string | undefined
  #saving: NodeJS.Timeout | undefined

  constructor(file?: string) {
    this.#file = file
    this.clockDoneSeconds = this.nowSeconds()
    if (file !== undefined) this.#load(file)
  }

  nowSeconds(): number {
    return Math.floor(Date.now() / 1000) + this.clockOffsetSeconds
  }

  /** The objects of one account, or of the platform. */
  ownedBy<T extends { id: string }>(accountId: string | null, table: Map<string, T>): T[] {
    return [...table.values()].filter(({ id }) => (this.tables.owners.get(id) ?? null) === accountId)
  }

  /** An object, if it belongs to this account. */
  owned<T>(accountId: string | null, table: Map<string, T>, id: string): T | undefined {
    return (this.tables.owners.get(id) ?? null) === accountId ? table.get(id) : undefined
  }

  /** Any object by its id, for expansion. */
  find(id: string): object | undefined {
    const { sessions, paymentIntents, charges, balanceTransactions, customers, events } = this.tables
    const { transfers, reversals, payouts, bankAccounts, refunds, disputes } = this.tables
    const ofPayments = [paymentIntents, charges, balanceTransactions, customers, sessions, refunds, disputes]
    const expandable = [...ofPayments, events, transfers, reversals, payouts, bankAccounts]
    for (const table of expandable) {
      const found = table.get(id)
      if (found) return found
    }
    return this.tables.paymentMethods.get(id)?.method
  }

  /** Call after a change. Writes are gathered: at most one each tenth of a second. */
  changed(): void {
    if (this.#file === undefined || this.#saving !== undefined) return
    this.#saving = setTimeout(() => this.flush(), saveAfterMs)
  }

  flush(): void {
    clearTimeout(this.#saving)
    this.#saving = undefined
    if (this.#file === undefined) return
    const saved = {
      clockOffsetSeconds: this.clockOffsetSeconds,
      clockDoneSeconds: this.clockDoneSeconds,
      ...Object.fromEntries(Object.entries(this.tables).map(([name, table]) => [name, [...table]])),
    }
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(`${this.#file}.new`, JSON.stringify(saved))
    renameSync(`${this.#file}.new`, this.#file)
  }

  reset(): void {
    this.tables = tables()
    this.clockOffsetSeconds = 0
    this.clockDoneSeconds = this.nowSeconds()
    this.changed()
  }

  #load(file: string): void {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      return
    }
    const saved = JSON.parse(text)
    this.clockOffsetSeconds = saved.clockOffsetSeconds ?? 0
    this.clockDoneSeconds = saved.clockDoneSeconds ?? this.nowSeconds()
    for (const [name, table] of Object.entries(this.tables)) {
      for (const [id, object] of saved[name] ?? []) (table as Map<string, unknown>).set(id, object)
    }
  }
}
